using System.Diagnostics;
using System.Text.Json.Nodes;
using WeakToStrong.AppHost.Tests.Support;

namespace WeakToStrong.AppHost.Tests;

/// <summary>
/// The smallest experiment, end to end on real servers, while one of each kind of process is killed. The long form is
/// <c>w2s bench chaos</c>, and this is a short run of it.
/// </summary>
public sealed class ChaosTests
{
    private static readonly string[] Kinds = ["trainer", "labeler", "runner", "tracker", "rabbitMq", "postgres"];

    [Fact]
    public async Task BenchChaos_OneKillOfEachKind_LosesNothingAndChangesNoBit()
    {
        using var folder = new HostFolder();

        var report = await RunAsync(folder);

        Assert.Equal(Kinds.Order(), report["kills"]!.AsArray().Select(kill => (string?)kill!["victim"]).Order());
        Assert.All(report["kills"]!.AsArray(), kill => Assert.NotNull(kill!["recoverySeconds"]));
        Assert.Equal(0, (int?)report["stepsRecordedTwice"]);
        Assert.Equal(0, (int?)report["divergences"]);
        Assert.All(report["runs"]!.AsArray(), run =>
        {
            Assert.NotNull(run!["reportDigest"]);
            Assert.Equal((string?)run["undisturbedDigest"], (string?)run["reportDigest"]);
        });
        Assert.Empty(await ProcessTree.AfterAsync(folder, TimeSpan.FromSeconds(30)));
    }

    private static async Task<JsonNode> RunAsync(HostFolder folder)
    {
        var info = new ProcessStartInfo(
            UpProcess.Executable(),
            [
                "bench", "chaos", "--kills", "6", "--json",
                "--experiment", Path.Combine(AppContext.BaseDirectory, "tiny.yaml"),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["HOME"] = folder.Home;
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{await error}\n{output}");
        return JsonNode.Parse(output)!;
    }
}
