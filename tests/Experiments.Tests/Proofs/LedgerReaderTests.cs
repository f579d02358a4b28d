using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Proofs;

public sealed class LedgerReaderTests : IDisposable
{
    private const int HeadSize = 40;
    private const int RecordSize = LedgerEntry.Size + 32;

    private readonly TempFolder _folder = new();

    private string Ledger => Path.Combine(_folder.Path, "ledger");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhereThereIsNone_IsNull() => Assert.Null(LedgerReader.Open(Ledger));

    [Fact]
    public void Head_OfALedger_IsWhatItsWriterSaid()
    {
        using var writer = new LedgerWriter(Ledger, Ledgers.Key, _ => { });
        foreach (var entry in Ledgers.Entries(300))
            writer.Append(entry, []);
        writer.Flush();

        using var reader = LedgerReader.Open(Ledger)!;
        Assert.Equal((writer.Head, writer.Count), (reader.Head, reader.Count));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void FindBroken_AFlippedBit_IsFoundAtItsEntry(ulong seed)
    {
        var random = new SplitMix64(seed);
        Ledgers.Append(Ledger, Ledgers.Entries(300));
        var whole = File.ReadAllBytes(Ledger);
        for (var trial = 0; trial < 20; trial++)
        {
            var bit = random.NextBelow((whole.Length - HeadSize) * 8);
            var flipped = whole.ToArray();
            flipped[HeadSize + bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(Ledger, flipped);

            var broken = Ledgers.FindBroken(Ledger);

            Assert.True(broken == bit / 8 / RecordSize, $"seed {seed}: bit {bit} was found at entry {broken}");
        }
    }

    [Fact]
    public void FindBroken_AnotherHead_BreaksTheFirstEntry()
    {
        Ledgers.Append(Ledger, Ledgers.Entries(3));
        var bytes = File.ReadAllBytes(Ledger);
        bytes[20] ^= 1;
        File.WriteAllBytes(Ledger, bytes);

        Assert.Equal(0, Ledgers.FindBroken(Ledger));
    }

    [Fact]
    public void FindBroken_TwoEntriesInTheOtherOrder_IsTheFirstOfThem()
    {
        Ledgers.Append(Ledger, Ledgers.Entries(5));
        var bytes = File.ReadAllBytes(Ledger);
        byte[] swapped =
        [
            .. bytes[..Place(2)], .. bytes[Place(3)..Place(4)], .. bytes[Place(2)..Place(3)], .. bytes[Place(4)..],
        ];
        File.WriteAllBytes(Ledger, swapped);

        Assert.Equal(2, Ledgers.FindBroken(Ledger));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void HashAt_APlaceThatIsNotThere_IsRefused(long place)
    {
        Ledgers.Append(Ledger, Ledgers.Entries(3));
        using var reader = LedgerReader.Open(Ledger)!;

        Assert.Throws<ArgumentOutOfRangeException>(() => reader.HashAt(place));
    }

    [Fact]
    public void Differences_OfEveryValue_AreNamed()
    {
        var entry = Ledgers.Entry(5);
        var other = new LedgerEntry
        {
            Stage = "critic",
            Update = 6,
            Epoch = 7,
            Position = 8,
            Loss = 9,
            GradientNorm = 0.0,
            LearningRate = 11,
            TokenCount = 12,
            Rows = new ShortDigest(13, 0),
            Draws = new ShortDigest(14, 0),
            Weights = 15,
        };

        Assert.Empty(entry.DifferencesTo(Ledgers.Entry(5)));
        Assert.Equal(
            [
                "stage", "update", "epoch", "position", "loss", "gradient norm", "learning rate", "tokens", "rows",
                "draws", "weights",
            ],
            entry.DifferencesTo(other));
    }

    private static int Place(int index) => HeadSize + index * RecordSize;
}
