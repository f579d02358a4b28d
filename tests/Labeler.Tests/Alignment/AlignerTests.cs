using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.Labeler.Alignment.Correcting;
using WeakToStrong.Labeler.Tests.Support;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Workers;

namespace WeakToStrong.Labeler.Tests.Alignment;

/// <summary>Limits of an Aligner, what it does when its runner is lost, and what it hands to either model.</summary>
public sealed class AlignerTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private StandIn _standIn = null!;

    private string Model => _folder.In("model");

    public async Task InitializeAsync()
    {
        TinyAligner.Write(Model);
        _standIn = await StandIn.StartAsync();
    }

    public Task DisposeAsync() => _standIn.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_BeyondALimit_IsRefusedInTheShapeOfTheApi()
    {
        await using var aligner = await StartAsync(
            options => options with { MaxConcurrent = 1, MaxRequestBytes = 500 });

        using var tooLong = await AskAsync(aligner, new string('a', 1000));
        var hanging = AskAsync(aligner, "hang");
        await _standIn.Hanging.Task;
        using var oneMore = await AskAsync(aligner, "What is a lake?");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
        Assert.Equal("invalid_request_error", (await ErrorOf(tooLong))["type"]!.ToString());
        Assert.Equal(HttpStatusCode.TooManyRequests, oneMore.StatusCode);
        Assert.Equal("rate_limit_exceeded", (await ErrorOf(oneMore))["code"]!.ToString());
        Assert.Equal(TimeSpan.FromSeconds(1), oneMore.Headers.RetryAfter!.Delta);
        aligner.Client.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Create_ThatTakesTooLong_EndsWithATimeout()
    {
        await using var aligner = await StartAsync(
            options => options with { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        using var response = await AskAsync(aligner, "hang");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("timeout", (await ErrorOf(response))["code"]!.ToString());
    }

    [Fact]
    public async Task Create_AfterTheRunnerWasKilled_IsAnsweredByTheNextOne()
    {
        var script = Script(
            $"while [ ! -e may-start ]; do sleep 0.1; done\nexec '{WorkerOptions.UsualRunnerPath}' \"$@\"");
        // The next one comes only when the answer without any is there.
        var mayStart = _folder.In("may-start");
        File.WriteAllText(mayStart, "");
        await using var aligner = await StartAsync(options => options with { RunnerPath = script });
        File.Delete(mayStart);
        var first = RunnersOf(Model).Single();
        using (var process = System.Diagnostics.Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        using var lost = await AskAsync(aligner, "What is a lake?");
        File.WriteAllText(mayStart, "");
        var answered = await UntilAnsweredAsync(aligner);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.StatusCode);
        Assert.Equal("corrector_unavailable", (await ErrorOf(lost))["code"]!.ToString());
        Assert.Equal(TinyAligner.Correction, answered);
        Assert.NotEqual(first, RunnersOf(Model).Single());
    }

    [Fact]
    public async Task Runner_AfterItsHostStopped_IsGone()
    {
        await using (await StartAsync())
            Assert.Single(RunnersOf(Model));

        Assert.True(SpinWait.SpinUntil(() => !RunnersOf(Model).Any(), TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Start_WithARunnerThatNeverLoads_GivesUp()
    {
        var script = Script("exec sleep 600");

        var lost = await Assert.ThrowsAsync<CorrectorLostException>(() => StartAsync(
            options => options with { RunnerPath = script, LoadTimeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Contains("is not loaded", lost.Message, StringComparison.Ordinal);
    }

    /// <summary>It says that it is ready, and then reads nothing.</summary>
    [Fact]
    public async Task Create_WithAStuckRunner_BlocksNobodyAndReplacesIt()
    {
        var script = Script("echo $$ >> starts\necho '{}'\nexec sleep 600");
        await using var aligner = await StartAsync(options => options with
        {
            RunnerPath = script,
            MaxConcurrent = 1,
            RequestTimeout = TimeSpan.FromSeconds(1),
        });

        // More than a pipe holds, and more lines than may wait.
        for (var request = 0; request < 12; request++)
        {
            using var response = await AskAsync(aligner, new string('a', 100_000));
            Assert.False(response.IsSuccessStatusCode);
        }

        Assert.True(SpinWait.SpinUntil(
            () => File.ReadAllLines(_folder.In("starts")).Length > 1, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Start_WithoutAModel_SaysWhatIsWrong()
    {
        var exception = await Assert.ThrowsAsync<InvalidSettingException>(
            () => AlignerHost.StartAsync(_folder.In("nowhere"), _standIn.Address));

        Assert.Contains("nowhere", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithLimitedTokens_AsksAndCorrectsWithinThem()
    {
        await using var aligner = await StartAsync(options => options with { UpstreamModel = "big" });

        using var response = await aligner.Client.PostAsJsonAsync("chat/completions", new
        {
            model = "whatever",
            max_tokens = 2,
            temperature = 0.5,
            stream = false,
            w2s = new { original = true },
            messages = new[] { new { role = "user", content = "What is a lake?" } },
        });

        var choice = (await response.Content.ReadFromJsonAsync<JsonNode>())!["choices"]![0]!;
        Assert.Equal("length", choice["finish_reason"]!.ToString());
        Assert.Equal("A kind", choice["message"]!["content"]!.ToString());
        var asked = Assert.Single(_standIn.Asked).Body;
        Assert.Equal(
            ["model", "max_tokens", "temperature", "messages"], asked.Select(field => field.Key));
        Assert.Equal(
            ("big", 2, 0.5), ((string?)asked["model"], (int?)asked["max_tokens"], (double?)asked["temperature"]));
    }

    private Task<AlignerHost> StartAsync(Func<AlignerOptions, AlignerOptions>? change = null) =>
        AlignerHost.StartAsync(Model, _standIn.Address, change);

    private string Script(string body)
    {
        var path = _folder.In("runner.sh");
        File.WriteAllText(path, $"#!/bin/sh\ncd '{Path.GetDirectoryName(path)}'\n{body}\n");
        File.SetUnixFileMode(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static Task<HttpResponseMessage> AskAsync(AlignerHost aligner, string question) =>
        aligner.Client.PostAsJsonAsync("chat/completions", new
        {
            model = "stand-in", messages = new[] { new { role = "user", content = question } },
        });

    private static async Task<JsonNode> ErrorOf(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;

    private static async Task<string> UntilAnsweredAsync(AlignerHost aligner)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var response = await AskAsync(aligner, "What is a lake?");
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadFromJsonAsync<JsonNode>())!
                    ["choices"]![0]!["message"]!["content"]!.ToString();
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    /// <summary>Ids of the processes that have the model's folder in their command line.</summary>
    private static IReadOnlyList<int> RunnersOf(string model) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let name = Path.GetFileName(folder)
           where name.All(char.IsAsciiDigit) && CommandLineOf(folder).Contains(model, StringComparison.Ordinal)
           select int.Parse(name, System.Globalization.CultureInfo.InvariantCulture),
    ];

    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
