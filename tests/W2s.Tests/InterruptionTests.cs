using System.Diagnostics;
using System.Globalization;

namespace WeakToStrong.W2s.Tests;

/// <summary>A run that is stopped in the middle of a training loses nothing and ends as if it had not been.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Experiment =
    [
        TinyExperiment.File, "name=stopped", "data.student_documents=1500", "methods=[{name: sft, method: sft}]",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Retry_OfARunStoppedInTraining_EndsWithTheUninterruptedReport()
    {
        var stopped = await RunAndStopAsync("pretrain student: started");
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("stopped and saved; './w2s retry ", stopped.Error, StringComparison.Ordinal);
        Assert.Contains($" --store {_folder.Store}' goes on with it", stopped.Error, StringComparison.Ordinal);
        var listed = await CommandLineProcess.RunAsync("list", "status = interrupted", "--store", _folder.Store);
        Assert.Contains(" interrupted ", listed.Output, StringComparison.Ordinal);

        var retried = await CommandLineProcess.RunAsync("retry", "stopped", "--store", _folder.Store, "--json");
        var straight = await CommandLineProcess.RunAsync(["run", .. Experiment, "--store", _folder.In("b"), "--json"]);

        Assert.True(retried.ExitCode == 0, retried.Error);
        Assert.Equal((string?)straight.Json["reportDigest"], (string?)retried.Json["reportDigest"]);
    }

    [Fact]
    public async Task Remove_OfARun_LetsItsArtifactsBeCollected()
    {
        await RunAndStopAsync("tokenizer: done");
        await CommandLineProcess.RunAsync("cancel", "stopped", "--store", _folder.Store);

        var removed = await CommandLineProcess.RunAsync("rm", "stopped", "--store", _folder.Store);
        var collected = await CommandLineProcess.RunAsync("gc", "--store", _folder.Store, "--json");

        Assert.True(removed.ExitCode == 0, removed.Error);
        Assert.True((long?)collected.Json["bytesFreed"] > 0, collected.Output);
    }

    [Fact]
    public async Task List_AfterARunWasKilled_SaysHowItGoesOn()
    {
        await RunAndStopAsync("pretrain student: started", signal: "KILL");

        var listed = await CommandLineProcess.RunAsync("list", "--store", _folder.Store);

        Assert.Contains("no process works on this store now; './w2s retry ", listed.Error, StringComparison.Ordinal);
        Assert.Contains($" --store {_folder.Store}' goes on with stopped", listed.Error, StringComparison.Ordinal);
    }

    /// <summary>Starts the experiment and sends the signal once its progress has the text.</summary>
    private async Task<CommandResult> RunAndStopAsync(string text, string signal = "TERM")
    {
        using var process = CommandLineProcess.Start(null, ["run", .. Experiment, "--store", _folder.Store]);
        using var patience = new CancellationTokenSource(Patience);
        var error = "";
        while (!error.Contains(text, StringComparison.Ordinal))
            error += await process.StandardError.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"it ended too early: {error}");
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{signal}", id]);
        var rest = await CommandLineProcess.ReadToEndAsync(process, patience.Token);
        return rest with { Error = error + rest.Error };
    }
}
