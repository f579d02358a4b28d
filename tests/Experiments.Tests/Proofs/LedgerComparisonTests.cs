using System.Numerics;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Proofs;

public sealed class LedgerComparisonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>From the differing entry on everything is another, as it is after a divergence.</summary>
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void FirstDifference_OfRandomLedgers_IsExactAndTakesFewLookUps(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (var trial = 0; trial < 30; trial++)
        {
            var count = 1 + random.NextBelow(trial < 10 ? 5 : 600);
            var at = random.NextBelow(count);
            var diverged = random.NextBelow(2) == 0 ? count : at + 1;

            var found = Compare(Ledgers.Entries(count), Change(count, at, diverged))!;

            Assert.True(found.Index == at, $"seed {seed}: of {count}, {at} differs, found was {found.Index}");
            Assert.InRange(found.LookUps, 0, CeilingOfLog2(count + 1));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void FirstDifference_OfEqualLedgers_IsNull(int count) =>
        Assert.Null(Compare(Ledgers.Entries(count), Ledgers.Entries(count)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(255, 256)]
    [InlineData(256, 300)]
    public void FirstDifference_OneIsTheOthersBeginning_IsWhereItEnds(int shorter, int longer)
    {
        Assert.Equal(shorter, Compare(Ledgers.Entries(shorter), Ledgers.Entries(longer))!.Index);
        Assert.Equal(shorter, Compare(Ledgers.Entries(longer), Ledgers.Entries(shorter))!.Index);
    }

    private static IEnumerable<LedgerEntry> Change(int count, int from, int to) =>
        Ledgers.Entries(count).Select(
            (entry, index) => index >= from && index < to ? entry with { Weights = entry.Weights ^ 1 } : entry);

    private static int CeilingOfLog2(int number) => BitOperations.Log2((uint)number - 1) + (number > 1 ? 1 : 0);

    private LedgerDifference? Compare(IEnumerable<LedgerEntry> recorded, IEnumerable<LedgerEntry> found)
    {
        using var left = Write("recorded", recorded);
        using var right = Write("found", found);
        return LedgerComparison.FirstDifference(left, right);
    }

    private LedgerReader Write(string name, IEnumerable<LedgerEntry> entries)
    {
        var path = Path.Combine(_folder.Path, name);
        File.Delete(path);
        Ledgers.Append(path, entries);
        return LedgerReader.Open(path)!;
    }
}
