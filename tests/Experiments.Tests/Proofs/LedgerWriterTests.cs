using System.Text.Json;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Experiments.Tests.Steps;

namespace WeakToStrong.Experiments.Tests.Proofs;

public sealed class LedgerWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Ledger => Path.Combine(_folder.Path, "ledger");

    public void Dispose() => _folder.Dispose();

    // Blocks have 256 entries.
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void Append_SoManyEntries_AreReadBackInAnUnbrokenChain(int count)
    {
        Ledgers.Append(Ledger, Ledgers.Entries(count));

        Assert.Equal(Ledgers.Entries(count), Ledgers.Read(Ledger));
        Assert.Null(Ledgers.FindBroken(Ledger));
    }

    [Fact]
    public void Append_AnEntry_TakesLessThanTwoHundredBytes()
    {
        Ledgers.Append(Ledger, Ledgers.Entries(10));
        var before = new FileInfo(Ledger).Length;
        Ledgers.Append(Ledger, Ledgers.Entries(110));

        Assert.InRange((new FileInfo(Ledger).Length - before) / 100.0, 1, 200);
    }

    [Fact]
    public void Append_AnEntry_IsOnTheDiskAfterFlushAndNotBefore()
    {
        using var ledger = new LedgerWriter(Ledger, Ledgers.Key, _ => { });
        ledger.Append(Ledgers.Entry(1), []);
        var before = Ledgers.Read(Ledger).Count;
        ledger.Flush();

        Assert.Equal((0, 1), (before, Ledgers.Read(Ledger).Count));
    }

    /// <summary>
    /// Attempts of random lengths, each of which begins again somewhere in what is there: the file is that of one
    /// attempt.
    /// </summary>
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void Append_ReplaysFromRandomPlaces_ChangeNoByte(ulong seed)
    {
        var random = new SplitMix64(seed);
        var entries = Ledgers.Entries(700);
        var whole = Path.Combine(_folder.Path, "whole");
        Ledgers.Append(whole, entries);
        var entered = 0;
        for (var attempt = 0; attempt < 12 && entered < entries.Count; attempt++)
        {
            var begin = random.NextBelow(entered + 1);
            var end = begin + random.NextBelow(entries.Count - begin);
            Ledgers.Append(Ledger, entries.Take(end).Skip(begin));
            entered = Math.Max(entered, end);
        }
        Ledgers.Append(Ledger, entries.Skip(random.NextBelow(entered + 1)));

        Assert.True(
            File.ReadAllBytes(whole).AsSpan().SequenceEqual(File.ReadAllBytes(Ledger)),
            $"seed {seed}: the files differ");
    }

    /// <summary>A supervisor stops in its second stage, whose replay begins with the first or in the middle.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(int.MaxValue, 6)]
    [InlineData(int.MaxValue, 1)]
    public void Append_ReplayOfTwoStages_ChangesNoByte(int warmUpFrom, int correctionsFrom)
    {
        var warmUp = Ledgers.Entries(3, "warm-up");
        var corrections = Ledgers.Entries(9, "corrections");
        var whole = Path.Combine(_folder.Path, "whole");
        Ledgers.Append(whole, [.. warmUp, .. corrections]);

        Ledgers.Append(Ledger, [.. warmUp, .. corrections.Take(5)]);
        Ledgers.Append(
            Ledger,
            [
                .. warmUp.Where(entry => entry.Update >= warmUpFrom),
                .. corrections.Where(entry => entry.Update >= correctionsFrom),
            ]);

        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void Reach_OfStages_IsTheLastUpdateThatIsEntered()
    {
        Ledgers.Append(Ledger, [.. Ledgers.Entries(3, "warm-up"), .. Ledgers.Entries(5, "corrections")]);

        using var ledger = new LedgerWriter(Ledger, Ledgers.Key, _ => { });

        Assert.Equal((3, 5, 0), (ledger.Reach("warm-up"), ledger.Reach("corrections"), ledger.Reach("policy")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(LedgerEntry.Size + 31)]
    public void Append_AfterATornTail_GoesOnAsIfItHadNotBeenThere(int left)
    {
        Ledgers.Append(Ledger, Ledgers.Entries(7));
        var whole = File.ReadAllBytes(Ledger);
        var record = (whole.Length - 40) / 7;
        File.WriteAllBytes(Ledger, whole[..(whole.Length - record + left)]);

        Assert.Equal(6, Ledgers.Read(Ledger).Count);
        Ledgers.Append(Ledger, Ledgers.Entry(7));

        Assert.Equal(whole, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void Append_AfterABrokenEntry_GoesOnFromTheLastThatFits()
    {
        Ledgers.Append(Ledger, Ledgers.Entries(300));
        var whole = File.ReadAllBytes(Ledger);
        var damaged = whole.ToArray();
        damaged[^(136 * 3 - 8)] ^= 1;
        File.WriteAllBytes(Ledger, damaged);

        using (var ledger = new LedgerWriter(Ledger, Ledgers.Key, _ => { }))
            Assert.Equal((297, 297), (ledger.Count, ledger.Reach(Ledgers.Stage)));
        Ledgers.Append(Ledger, Ledgers.Entries(300).Skip(290));

        Assert.Equal(whole, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void Append_ToTheLedgerOfAnotherStep_BeginsAnew()
    {
        using (var other = new LedgerWriter(Ledger, new string('b', 64), _ => { }))
            other.Append(Ledgers.Entry(1), []);

        Ledgers.Append(Ledger, Ledgers.Entry(1));

        using var reader = LedgerReader.Open(Ledger)!;
        Assert.True(reader.IsOf(Ledgers.Key));
        Assert.Equal(1, reader.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(300)]
    public void Append_ADifferentEntry_IsReportedAndWhatWasThereIsKept(int differing)
    {
        var entries = Ledgers.Entries(300);
        var other = Ledgers.Entry(differing) with { Weights = 1 };
        Ledgers.Append(Ledger, entries);
        var before = File.ReadAllBytes(Ledger);
        var conflicts = new List<LedgerConflict>();

        Ledgers.Append(Ledger, conflicts.Add, [.. entries.Take(differing - 1), other]);

        var conflict = Assert.Single(conflicts);
        Assert.Equal((differing - 1, entries[differing - 1], other), (conflict.Index, conflict.Before, conflict.Now));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder.Path, conflict.KeptAs)));
        Assert.Equal([.. entries.Take(differing - 1), other], Ledgers.Read(Ledger));
        Assert.Null(Ledgers.FindBroken(Ledger));
    }

    /// <summary>An execution that makes another update in its second attempt.</summary>
    [Fact]
    public void Append_ADifferentEntryInAStep_IsAFindingOfTheStore()
    {
        var store = ArtifactStore.Open(Path.Combine(_folder.Path, "store"));
        var spec = Specs.Make();
        var attempts = 0;
        var executor = new StepExecutor(store, WritingKinds.With(context =>
        {
            attempts++;
            foreach (var entry in Ledgers.Entries(4))
                context.Ledger!.Append(entry.Update == 3 ? entry with { TokenCount = attempts } : entry, []);
            if (attempts == 1)
                throw new StepStoppedException();
            WritingKinds.WriteText(context);
        }));

        Assert.Throws<StepStoppedException>(() => executor.Execute(spec, _ => { }));
        executor.Execute(spec, _ => { });

        var finding = Assert.Single(Directory.GetFiles(Path.Combine(store.Root, "findings"), "ledger-*.json"));
        Assert.Equal($"ledger-{spec.Key}-2.json", Path.GetFileName(finding));
        var conflict = JsonSerializer.Deserialize<LedgerConflict>(File.ReadAllText(finding), StepJson.Serializer)!;
        Assert.Equal(["tokens"], conflict.Before.DifferencesTo(conflict.Now));
        Assert.Equal(Ledgers.Entry(3) with { TokenCount = 1 }, conflict.Before);
        Assert.Equal(4, Ledgers.Read(store.Proofs.Ledger(spec.Key)).Count);
        Assert.Single(Directory.GetFiles(store.Proofs.Folder(spec.Key), "ledger.superseded-*"));
    }
}
