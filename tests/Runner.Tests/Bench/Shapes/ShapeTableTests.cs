using WeakToStrong.Runner.Bench;
using WeakToStrong.Runner.Bench.Shapes;

namespace WeakToStrong.Runner.Tests.Bench.Shapes;

public sealed class ShapeTableTests
{
    private static readonly TrainingJob Job = new() { Shape = BenchShapes.Find("7b")[0], Length = 2048 };

    private static readonly ShapeRun Run = new()
    {
        Rounds = [new Measurement { Tokens = 10_000, Seconds = 1, CpuSeconds = 1 }], PeakBytes = 3L << 30, Loss = 10.4,
    };

    private static readonly ShapeRun NoMemory = new() { Problem = "CUDA out of memory. Tried to allocate 2 GiB" };

    [Fact]
    public void Write_OfBothSides_ShowsRatesUtilisationMemoryRatioAndGoals()
    {
        var text = Text(Run, Run with { How = "bfloat16 weights" });

        Assert.Contains("NVIDIA H100, 80.00 GiB; a large matrix product: 800 TFLOP/s", text, StringComparison.Ordinal);
        // 10,000 tokens a second of 43.65 GFLOP.
        Assert.Contains(
            "train 7b  6,738,415,616  10,000 [10,000, 10,000]  54.6 %  3.00 GiB", text, StringComparison.Ordinal);
        Assert.Contains("1.00   1.2 ×, 45.0 %", text, StringComparison.Ordinal);
        Assert.Contains(
            "8 rows of 2,048 tokens, 1 at a time; the peer with bfloat16 weights; "
            + "last loss 10.40, the peer's 10.40", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfAPeerWithoutMemory_ShowsOursAndSaysWhatItSaid()
    {
        var text = Text(Run, NoMemory);

        Assert.Contains("10,000 [10,000, 10,000]", text, StringComparison.Ordinal);
        Assert.Contains("out of memory", text, StringComparison.Ordinal);
        Assert.Contains("peer: CUDA out of memory. Tried to allocate 2 GiB", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutAPeer_SaysWhyThereAreNoRatios() =>
        Assert.Contains("nobody to compare with", Text(Run, peer: null), StringComparison.Ordinal);

    [Fact]
    public void Failed_OfAReport_IsWhatBrokeOnOurSide()
    {
        var broken = new ShapeRun { Problem = "aten::mm: shapes cannot be multiplied" };

        Assert.True(Report(broken, Run).Failed);
        Assert.False(Report(NoMemory, Run).Failed);
        Assert.False(Report(Run, broken).Failed);
    }

    private static string Text(ShapeRun ours, ShapeRun? peer) => ShapeTable.Write(Report(ours, peer));

    private static ShapeReport Report(ShapeRun ours, ShapeRun? peer) => new()
    {
        Machine = new BenchMachine { Cpu = "CPU", Cores = 2, LoadAverage = 0.1 },
        Threads = 1,
        Libtorch = "2.9.0",
        Blas = "BLAS",
        Rounds = 1,
        Device = "cuda",
        Gpu = "NVIDIA H100",
        GpuMemoryBytes = 80L << 30,
        Peer = peer is null ? null : "transformers 4.57.1 on PyTorch 2.9.0",
        Python = "python3",
        Note = peer is null ? "nobody to compare with" : null,
        Dtype = "bfloat16",
        DenseRate = 800e12,
        Results = [ShapeResult.Of(Job, ours, peer, 800e12)],
    };
}
