using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class BenchTableTests
{
    [Fact]
    public void Write_WithAPeer_ShowsRatesRatiosAndVersions()
    {
        var result = Result() with { PeerTokensPerSecond = Interval(1000), Ratio = Interval(12.5) };

        var text = BenchTable.Write(Report(result));

        Assert.Contains("12,500 [12,499, 12,501]", text, StringComparison.Ordinal);
        Assert.Contains("12.50 [11.50, 13.50]", text, StringComparison.Ordinal);
        Assert.Contains("eager PyTorch 1.13.0 of /usr/bin/python3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutAPeer_SaysWhyThereAreNoRatios()
    {
        var text = BenchTable.Write(Report(Result()) with { Pytorch = null, Python = null, Note = "no PyTorch here" });

        Assert.Contains("no PyTorch here", text, StringComparison.Ordinal);
    }

    private static BenchReport Report(BenchResult result) => new()
    {
        Machine = new BenchMachine { Cpu = "CPU", Cores = 2, LoadAverage = 0.1 },
        Threads = 1,
        Dtype = "float32",
        Libtorch = "1.13.0",
        Blas = "BLAS",
        Pytorch = "1.13.0",
        Python = "/usr/bin/python3",
        Note = null,
        Rounds = Rounds.Count,
        Results = [result],
    };

    private static BenchResult Result() => new()
    {
        Name = "train nano",
        Work = "nano",
        TokensPerSecond = Interval(12_500),
        PeerTokensPerSecond = null,
        Ratio = null,
        CpuRatio = null,
        Goal = 1,
        Check = null,
    };

    private static MedianInterval Interval(double median) =>
        new() { Median = median, Low = median - 1, High = median + 1 };
}
