using WeakToStrong.Experiments;
using WeakToStrong.Runner.Bench.Shapes;

namespace WeakToStrong.Runner.Tests.Bench.Shapes;

public sealed class BenchShapesTests
{
    // Embedding and output projection, then layers of attention, SwiGLU and two norms, then the last norm.
    [Theory]
    [InlineData("10m", 8192L * 384 + 4 * (4 * 384 * 384 + 3 * 384 * 1024 + 2 * 384) + 384)]
    [InlineData("0.5b", 32_000L * 1536 + 16 * (4 * 1536 * 1536 + 3 * 1536 * 4096 + 2 * 1536) + 1536)]
    [InlineData("1.5b", 2 * 32_000L * 2048 + 26 * (4 * 2048 * 2048 + 3 * 2048 * 5632 + 2 * 2048) + 2048)]
    [InlineData("3b", 2 * 32_000L * 2560 + 36L * (4 * 2560 * 2560 + 3 * 2560 * 6912 + 2 * 2560) + 2560)]
    [InlineData("7b", 6_738_415_616)] // as counted of Llama 2
    public void Parameters_OfAShape_AreThoseCountedByHand(string name, long parameters) =>
        Assert.Equal(parameters, Assert.Single(BenchShapes.Find(name)).Parameters);

    [Fact]
    public void TrainingFlopsPerToken_OfLlama2_CountsWeightsSixTimesAndAttention()
    {
        var shape = Assert.Single(BenchShapes.Find("7b"));

        Assert.Equal(40_430_493_696 + 3_221_225_472, shape.TrainingFlopsPerToken(2048));
    }

    [Fact]
    public void Find_OfSeveralNames_GivesThemOnceAndSmallestFirst() =>
        Assert.Equal(["10m", "3b"], BenchShapes.Find("3b, 10m,3b").Select(shape => shape.Name));

    [Theory]
    [InlineData("8b", "'8b'")]
    [InlineData("3b,", "''")]
    public void Find_OfAnUnknownName_SaysWhichThereAre(string names, string unknown)
    {
        var error = Assert.Throws<InputException>(() => BenchShapes.Find(names));

        Assert.Contains(
            $"--shape: {unknown} is not a shape; allowed are 10m, 0.5b, 1.5b, 3b, 7b", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Large_Always_LeavesOutTheOneToTryThingsOn() =>
        Assert.Equal(["0.5b", "1.5b", "3b", "7b"], BenchShapes.Large.Select(shape => shape.Name));
}
