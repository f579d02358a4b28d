using System.Diagnostics;
using System.Globalization;
using WeakToStrong.W2s.Bench.Chaos;

namespace WeakToStrong.W2s.Tests;

/// <summary>A command that a runner does ends with its runner, whoever ends it and how.</summary>
public sealed class RunnerCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Bench_Interrupted_EndsItsRunnerAndSaysSo(string signal)
    {
        using var process = CommandLineProcess.Start(null, "bench", "ledger");
        var runner = await RunnerOfAsync(process);

        Signal(signal, process.Id);
        var result = await CommandLineProcess.EndAsync(process);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("w2s: stopped", result.ErrorLines[^1]);
        Assert.False(ProcessTree.IsAlive(runner));
    }

    [Fact]
    public async Task Bench_Killed_LeavesNoRunner()
    {
        using var process = CommandLineProcess.Start(null, "bench", "ledger");
        var runner = await RunnerOfAsync(process);

        process.Kill();

        Assert.True(SpinWait.SpinUntil(() => !ProcessTree.IsAlive(runner), Patience), "the runner goes on");
    }

    private static async Task<int> RunnerOfAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            foreach (var child in ProcessTree.ChildrenOf(process.Id))
                if (ProcessTree.CommandLineOf(child).Contains("ledger"))
                    return child;
            await Task.Delay(50, patience.Token);
        }
    }

    private static void Signal(string name, int processId)
    {
        var id = processId.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{name}", id]);
        kill.WaitForExit();
    }
}
