using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class CorrectTableTests
{
    [Fact]
    public void Write_WithoutAPeer_ShowsRatesAndWhyNothingStandsBesideThem()
    {
        var text = CorrectTable.Write(Report());

        Assert.Contains("threads: 1; float32 on cpu; libtorch 1.13.0, BLAS;", text, StringComparison.Ordinal);
        Assert.Contains("; no PyTorch here", text, StringComparison.Ordinal);
        Assert.Contains("all (61 % copied)  16 ", text, StringComparison.Ordinal);
        Assert.Contains("2,500 [2,499, 2,501]", text, StringComparison.Ordinal);
        Assert.Contains("the supervisor: 400 answers; 61 % of", text, StringComparison.Ordinal);
        Assert.Contains("differ with drafts: 0 in float64, 3 of them drawn", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Always_AlignsItsColumns()
    {
        var lines = CorrectTable.Write(Report()).Split('\n');

        var heading = Assert.Single(lines, line => line.StartsWith("answers", StringComparison.Ordinal));
        var row = Assert.Single(lines, line => line.StartsWith("all", StringComparison.Ordinal));
        Assert.Equal(
            heading.IndexOf("accepted", StringComparison.Ordinal), row.IndexOf("90 %", StringComparison.Ordinal));
    }

    private static CorrectReport Report() => new()
    {
        Machine = new BenchMachine { Cpu = "CPU", Cores = 2, LoadAverage = 0.1 },
        Threads = 1,
        Device = "cpu",
        Gpu = null,
        Libtorch = "1.13.0",
        Blas = "BLAS",
        Pytorch = null,
        Note = "no PyTorch here",
        Rounds = Rounds.Count,
        Model = "the supervisor",
        Rows = 400,
        CopiedShare = 0.61,
        Results = [Result()],
        Equality = new CorrectEquality
        {
            Rows = 400,
            Float64Greedy = 0,
            Float64Sampled = 3,
            Float32Greedy = 1,
            Float32LargestGap = 2e-5,
        },
    };

    private static CorrectResult Result() => new()
    {
        Rows = "all",
        CopiedShare = 0.61,
        BatchSize = 16,
        Plain = Interval(1000),
        Copy = Interval(2500),
        Ratio = Interval(2.5),
        CpuRatio = Interval(2.5),
        Goal = 1.5,
        Peer = null,
        PeerRatio = null,
        Acceptance = 0.9,
        AcceptedPerPass = 3,
        TokensPerPass = 40,
    };

    private static MedianInterval Interval(double median) =>
        new() { Median = median, Low = median - 1, High = median + 1 };
}
