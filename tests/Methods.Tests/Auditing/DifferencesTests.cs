using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Methods.Auditing;

namespace WeakToStrong.Methods.Tests.Auditing;

/// <summary>What is near, and what nothing measures.</summary>
public sealed class DifferencesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-differences-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1.001, 0.001 / 1.001)]
    [InlineData(-2, 2, 2)]
    [InlineData(0, 1e-9, 0)]
    [InlineData(3e-9, -2e-9, 0)]
    [InlineData(0, 1e-3, 1)]
    [InlineData(double.NaN, double.NaN, 0)]
    [InlineData(1, double.NaN, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, 1, double.PositiveInfinity)]
    public void Relative_OfNumbers_HasAFloorAndNoGaps(double recorded, double found, double expected) =>
        Assert.Equal(expected, Differences.Relative(recorded, found), 12);

    [Fact]
    public void Largest_WithOneThatIsNoNumber_IsInfinite() =>
        Assert.Equal(double.PositiveInfinity, Differences.Largest([0.5, double.NaN, 1]));

    [Fact]
    public void LargestRelative_OfUpdatesThatAreNear_IsTheLargestOfAll()
    {
        Assert.Equal(0.5, LargestRelative([null], Entry("sft", 1), Entry("sft", 2)), 12);
        Assert.Equal(0.75, LargestRelative([0.75], Entry("sft", 1), Entry("sft", 2)), 12);
        Assert.Equal(0, LargestRelative([], Entry("sft", 1), Entry("sft", 1)));
    }

    [Fact]
    public void LargestRelative_WhereNothingMeasuresTheArtifact_IsInfinite()
    {
        Assert.Equal(double.PositiveInfinity, Differences.LargestRelative([null], null, null));
        // A step that makes no updates has an empty ledger.
        Assert.Equal(double.PositiveInfinity, LargestRelative([null], null, null));
        Assert.Equal(
            double.PositiveInfinity, LargestRelative([null], Entry("answers", 0), Entry("answers", 0, weights: 2)));
    }

    [Fact]
    public void LargestRelative_OfAnotherArtifactByTheSameUpdates_IsInfinite() =>
        Assert.Equal(double.PositiveInfinity, LargestRelative([0.0001], Entry("sft", 1), Entry("sft", 1)));

    [Fact]
    public void LargestRelative_OfOtherTokens_IsInfinite() =>
        Assert.Equal(
            double.PositiveInfinity,
            LargestRelative([0.0001], Entry("answers", 0), Entry("answers", 0, draws: "other")));

    /// <summary>The scale of rewards is among what draws depend on, and is rounded like any number.</summary>
    [Fact]
    public void LargestRelative_OfOtherDrawsInAnUpdate_MeasuresTheUpdate() =>
        Assert.Equal(0.5, LargestRelative([null], Entry("policy", 1), Entry("policy", 2, draws: "other")), 12);

    private double LargestRelative(double?[] artifacts, LedgerEntry? recorded, LedgerEntry? found)
    {
        using var first = Ledger("recorded", recorded);
        using var second = Ledger("found", found);
        return Differences.LargestRelative(artifacts, first, second);
    }

    private LedgerReader Ledger(string name, LedgerEntry? entry)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.Delete(path);
        using (var writer = new LedgerWriter(path, Digests.OfText("step"), _ => { }))
            if (entry is not null)
                writer.Append(entry, ["row"]);
        return LedgerReader.Open(path)!;
    }

    private static LedgerEntry Entry(string stage, double loss, string draws = "draws", ulong weights = 1) => new()
    {
        Stage = stage,
        Update = 1,
        Epoch = 0,
        Position = 0,
        Loss = loss,
        GradientNorm = 1,
        LearningRate = 1e-3,
        TokenCount = 10,
        Rows = ShortDigest.Of("row"),
        Draws = ShortDigest.Of(draws),
        Weights = weights,
    };
}
