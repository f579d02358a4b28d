using System.ComponentModel;
using System.Diagnostics;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Workers;

/// <summary>A shell stands for the runner: it can say and do anything.</summary>
public sealed class RunnerProcessTests
{
    [Fact]
    public async Task ReadToEnd_ProgressAndResult_AreReadInOrder()
    {
        var seen = new List<RunnerProgressed>();
        var end = await RunAsync(
            """
            echo 'some library says hello'
            echo '{"type":"progress","done":1,"total":2,"unit":"updates","metrics":{"loss":"NaN"}}'
            echo '{"type":"progress","done":2,"total":2,"unit":"updates","metrics":{}}'
            echo '{"type":"completed","outputs":{"model":"abc"},"reused":false}'
            """,
            seen.Add);

        Assert.Equal([1, 2], seen.Select(progress => progress.Done));
        Assert.True(double.IsNaN(seen[0].Metrics["loss"]));
        Assert.Equal("abc", Assert.IsType<RunnerCompleted>(end).Outputs["model"]);
    }

    [Fact]
    public async Task ReadToEnd_ResultButExitCode_IsLost()
    {
        var end = await RunAsync("echo '{\"type\":\"completed\",\"outputs\":{},\"reused\":false}'; exit 3");

        var failed = Assert.IsType<RunnerFailed>(end);
        Assert.Equal(FailureReason.RunnerLost, failed.Reason);
        Assert.Contains("exit code 3", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadToEnd_EndlessText_KeepsABoundedTail()
    {
        var end = await RunAsync("head -c 9000000 /dev/zero | tr '\\0' x >&2; seq 1 5000 >&2; exit 1");

        var failed = Assert.IsType<RunnerFailed>(end);
        Assert.InRange(failed.Detail.Length, 10, 2200);
        Assert.EndsWith("4999 | 5000", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadToEnd_Failed_IsTheRunnersOwnReason()
    {
        var end = await RunAsync(
            "echo '{\"type\":\"failed\",\"reason\":\"storage_full\",\"detail\":\"no room\"}'; exit 1");

        Assert.Equal(new RunnerFailed(FailureReason.StorageFull, "no room"), end);
    }

    [Fact]
    public async Task Start_Environment_IsThere()
    {
        var end = await RunAsync("echo \"threads $OPENBLAS_NUM_THREADS\" >&2; exit 1");

        Assert.Contains("threads 7", ((RunnerFailed)end).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NoSuchExecutable_Throws()
    {
        var start = new RunnerStart
        {
            Path = "/nonexistent/runner",
            Arguments = [],
            Environment = new Dictionary<string, string>(),
        };

        Assert.Throws<Win32Exception>(() => RunnerProcess.Start(start));
    }

    [Fact]
    public async Task Dispose_Running_EndsIt()
    {
        var process = Start("sleep 600");
        var id = process.Id;
        var end = process.ReadToEndAsync(_ => { });

        process.Kill();
        await end;
        process.Dispose();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    private static async Task<RunnerMessage> RunAsync(string script, Action<RunnerProgressed>? onProgress = null)
    {
        using var process = Start(script);
        return await process.ReadToEndAsync(onProgress ?? (_ => { }));
    }

    private static RunnerProcess Start(string script) => RunnerProcess.Start(new RunnerStart
    {
        Path = "/bin/sh",
        Arguments = ["-c", script],
        Environment = new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "7" },
    });
}
