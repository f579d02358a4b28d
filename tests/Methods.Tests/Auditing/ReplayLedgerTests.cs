using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Methods.Auditing;

namespace WeakToStrong.Methods.Tests.Auditing;

/// <summary>
/// A replay keeps the first entry that differs, with its own rows, and the largest difference of all.
/// </summary>
public sealed class ReplayLedgerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-replay-");
    private readonly LedgerReader _recorded;

    public ReplayLedgerTests()
    {
        var path = Path.Combine(_folder.FullName, "ledger");
        using (var writer = new LedgerWriter(path, Digests.OfText("step"), _ => { }))
            for (var update = 1; update <= 5; update++)
                writer.Append(Entry(update), [Row(update)]);
        _recorded = LedgerReader.Open(path)!;
    }

    [Fact]
    public void Append_AsRecorded_FindsNothing()
    {
        var replay = Replay(1, entry => entry);

        Assert.Null(replay.Difference);
        Assert.Equal(0, replay.LargestDifference);
        Assert.Equal(4, replay.Count);
    }

    [Fact]
    public void Append_SeveralOthers_KeepsTheFirstWithItsRowsAndTheLargestDifference()
    {
        var replay = Replay(0, entry => entry.Update switch
        {
            2 => entry with { Loss = entry.Loss * 1.1 },
            4 => entry with { GradientNorm = entry.GradientNorm * 2 },
            _ => entry,
        });

        Assert.Equal(1, replay.Difference!.Place);
        Assert.Equal([Row(2)], replay.Difference.Rows);
        Assert.Equal(["loss"], replay.Difference.Recorded.DifferencesTo(replay.Difference.Found));
        Assert.Equal(0.5, replay.LargestDifference, 12);
    }

    [Fact]
    public void Append_OtherRows_CannotBeCompared()
    {
        var replay = Replay(0, entry => entry.Update == 3 ? entry with { Rows = ShortDigest.Of("other") } : entry);

        Assert.Equal(2, replay.Difference!.Place);
        Assert.Equal(double.PositiveInfinity, replay.LargestDifference);
    }

    public void Dispose()
    {
        _recorded.Dispose();
        _folder.Delete(recursive: true);
    }

    private ReplayLedger Replay(int begin, Func<LedgerEntry, LedgerEntry> change)
    {
        var replay = new ReplayLedger(_recorded, begin, end: 5);
        for (var update = begin + 1; update <= 5; update++)
            Assert.Equal(update == 5, replay.Append(change(Entry(update)), [Row(update)]).MustStop);
        return replay;
    }

    private static string Row(int update) => $"row {update}";

    private static LedgerEntry Entry(int update) => new()
    {
        Stage = "sft",
        Update = update,
        Epoch = 0,
        Position = update - 1,
        Loss = 1.0 / update,
        GradientNorm = 2.0 / update,
        LearningRate = 1e-3,
        TokenCount = 10 * update,
        Rows = ShortDigest.Of(Row(update)),
        Draws = ShortDigest.Of($"draws {update}"),
        Weights = (ulong)update,
    };
}
