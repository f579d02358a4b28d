using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Tests.Proofs;

/// <summary>Entries and files of ledgers.</summary>
internal static class Ledgers
{
    public const string Stage = "policy";

    public static string Key { get; } = new('a', 64);

    /// <summary>An update, of which each value is its own.</summary>
    public static LedgerEntry Entry(long update, string stage = Stage) => new()
    {
        Stage = stage,
        Update = update,
        Epoch = (int)update / 7,
        Position = (int)update % 7,
        Loss = 1.0 / update,
        GradientNorm = -0.0,
        LearningRate = update * 1e-3,
        TokenCount = update * 640,
        Rows = ShortDigest.Of($"{stage} {update}"),
        Draws = ShortDigest.Of("draws", $"{update}"),
        Weights = ulong.MaxValue / (ulong)update,
    };

    public static IReadOnlyList<LedgerEntry> Entries(long count, string stage = Stage) =>
        [.. Enumerable.Range(1, (int)count).Select(update => Entry(update, stage))];

    /// <summary>One attempt, which enters these updates; none may be another than the one that is there.</summary>
    public static void Append(string path, params IEnumerable<LedgerEntry> entries) =>
        Append(path, conflict => Assert.Fail($"entry {conflict.Index} differs"), entries);

    public static void Append(string path, Action<LedgerConflict> onConflict, params IEnumerable<LedgerEntry> entries)
    {
        using var ledger = new LedgerWriter(path, Key, onConflict);
        foreach (var entry in entries)
            ledger.Append(entry, []);
    }

    public static IReadOnlyList<LedgerEntry> Read(string path)
    {
        using var reader = LedgerReader.Open(path)!;
        return [.. reader.Entries()];
    }

    public static long? FindBroken(string path)
    {
        using var reader = LedgerReader.Open(path)!;
        return reader.FindBroken();
    }
}
