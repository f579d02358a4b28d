using System.Diagnostics;
using System.Net;
using WeakToStrong.AppHost.Tests.Support;

namespace WeakToStrong.AppHost.Tests;

/// <summary>What a host does while it runs.</summary>
public sealed class RunningHostTests(RunningHost host) : IClassFixture<RunningHost>
{
    private static readonly string[] Architecture = ["postgres", "rabbitmq", "tracker", "labeler", "trainer"];

    [Fact]
    public void Output_OfAHostThatIsReady_IsTheAddressAlone() =>
        Assert.Equal($"ready {host.Url}\n", host.Up.Output);

    [Fact]
    public async Task Tracker_AtTheAddress_Answers()
    {
        using var health = await host.Http.GetAsync($"{host.Url}/health");
        using var runs = await host.Http.GetAsync($"{host.Url}/api/runs");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, runs.StatusCode));
    }

    [Fact]
    public async Task Table_OfAHostThatIsReady_HasEverythingRunning()
    {
        var state = await host.StateAsync();

        var resources = state["resources"]!.AsArray();
        Assert.Equal(Architecture, resources.Select(resource => (string?)resource!["name"]));
        Assert.All(resources, resource =>
        {
            Assert.Equal("running", (string?)resource!["state"]);
            Assert.True((bool?)resource["healthy"]);
            Assert.NotEmpty(resource["endpoints"]!.AsArray());
            Assert.True(Directory.Exists($"/proc/{(int?)resource["pid"]}"), $"{resource}");
        });
        Assert.Equal(host.Up.Id, (int?)state["pid"]);
        Assert.Equal(host.Url, (string?)state["url"]);
    }

    [Fact]
    public async Task Tracker_WhenAsked_PassesTheTableOn()
    {
        var system = await host.Http.GetStringAsync($"{host.Url}/api/system");

        Assert.Contains("\"rabbitmq-", system, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_OfTheHost_AreInTheUsersFileAndNowhereElse()
    {
        var file = Directory.GetFiles(host.Folder.Home, "secrets.json", SearchOption.AllDirectories).Single();
        var secrets = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(file))!;

        Assert.Equal(["Parameters:postgres-password", "Parameters:rabbitmq-password"], secrets.Keys.Order());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var processes = string.Join('\n', ProcessTree.Of(host.Folder));
        var shown = $"{await host.StateAsync()}{host.Up.Output}{host.Up.Error}{processes}";
        Assert.All(secrets.Values, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trainer_ThatIsKilled_IsStartedAgain()
    {
        var before = await host.ResourceAsync("trainer");
        using (var trainer = Process.GetProcessById((int)before["pid"]!))
            trainer.Kill();

        var after = await host.ResourceAsync(
            "trainer", now => (int?)now["restarts"] > (int?)before["restarts"] && (string?)now["state"] == "running");

        Assert.Equal((string?)before["id"], (string?)after["id"]);
        Assert.NotEqual((int?)before["pid"], (int?)after["pid"]);
        Assert.Contains("was killed; starting it again in 1 s", host.Up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_OnAStoreThatAnotherHas_SaysSo()
    {
        using var second = UpProcess.Start(host.Folder, new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(1, await second.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("another host runs on", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_OnAPortThatAnotherHas_SaysSo()
    {
        using var other = new HostFolder();
        var port = new Uri(host.Url).Port.ToString(provider: null);
        using var second = UpProcess.Start(
            other, new Dictionary<string, string>(StringComparer.Ordinal), "--port", port);

        Assert.Equal(2, await second.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(
            $"w2s: --port is {port}, which is taken at 127.0.0.1; give another or leave it out\n", second.Error);
    }
}
