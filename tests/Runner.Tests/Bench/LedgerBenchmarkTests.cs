using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class LedgerBenchmarkTests
{
    [Fact]
    public void Run_OnASmallModel_MeasuresEveryPart()
    {
        new ComputeOptions().Applied();
        using var benchmark = new LedgerBenchmark(
            new BenchProgress(TextWriter.Null, isTerminal: false), "pico", updatesPerRound: 3);

        var report = benchmark.Run(threads: 1);

        Assert.InRange(report.BytesPerUpdate, 100, report.BytesPerUpdateGoal);
        Assert.InRange(report.Cost.Low, -1, report.Cost.Median);
        Assert.InRange(report.PartsCost, 1e-6, 1);
        Assert.All(
            [report.ChecksumPerMillion, report.Entry, report.Manifest], part => Assert.True(part.Low > 0, $"{part}"));
        Assert.Contains("the same loss at update", report.Check, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfAReport_ShowsCostsAsPercentBesideTheirGoals()
    {
        var interval = new MedianInterval { Low = -0.004, Median = 0.0123, High = 0.02 };

        var text = LedgerTable.Write(new LedgerReport
        {
            Machine = new BenchMachine { Cpu = "CPU", Cores = 2, LoadAverage = 0.1 },
            Threads = 1,
            Libtorch = "1.13.0",
            Blas = "BLAS",
            Rounds = 15,
            Work = "micro",
            Cost = interval,
            CpuCost = interval,
            PartsCost = 0.0071,
            CostGoal = 0.02,
            BytesPerUpdate = 136.2,
            BytesPerUpdateGoal = 200,
            ChecksumPerMillion = interval,
            Entry = interval,
            Manifest = interval,
            ManifestBytes = 4321,
            Check = "equal",
        });

        Assert.Contains("+1.2 [-0.4, +2.0] %", text, StringComparison.Ordinal);
        Assert.Contains("+0.7 %", text, StringComparison.Ordinal);
        Assert.Contains("below +2 %", text, StringComparison.Ordinal);
        Assert.Contains("136", text, StringComparison.Ordinal);
        Assert.Contains("4321 bytes", text, StringComparison.Ordinal);
    }
}
