using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>Reads a ledger, entry by entry or at any place.</summary>
public sealed class LedgerReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _head = new byte[LedgerFormat.HeadSize];

    private LedgerReader(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Count = LedgerFormat.CountOf(RandomAccess.GetLength(_file));
        RandomAccess.Read(_file, _head, 0);
    }

    public long Count { get; }

    /// <summary>Hash of the last entry, which covers all of them.</summary>
    public string Head => Count == 0 ? Hex(SHA256.HashData(_head)) : HashAt(Count - 1);

    /// <summary>The ledger, or null where there is none.</summary>
    public static LedgerReader? Open(string path) => File.Exists(path) ? new LedgerReader(path) : null;

    /// <summary>The entry at a place from 0.</summary>
    public LedgerEntry this[long index] => LedgerEntry.Read(RecordAt(index));

    /// <summary>All entries in their order.</summary>
    public IEnumerable<LedgerEntry> Entries()
    {
        for (var index = 0L; index < Count; index++)
            yield return this[index];
    }

    /// <summary>Where each update stands.</summary>
    public IReadOnlyDictionary<(string Stage, long Update), long> Places() => Entries().Index().ToDictionary(
        entry => (entry.Item.Stage, entry.Item.Update), entry => (long)entry.Index);

    /// <summary>Hash at a place: equal in two ledgers exactly when they are equal up to there.</summary>
    public string HashAt(long index) => Hex(RecordAt(index).AsSpan(LedgerEntry.Size));

    /// <summary>Whether the file names this step.</summary>
    public bool IsOf(string stepKey) => _head.AsSpan().SequenceEqual(LedgerFormat.Head(stepKey));

    /// <summary>The first entry whose hash does not fit what it and those before it say, or null.</summary>
    public long? FindBroken()
    {
        Span<byte> hash = stackalloc byte[LedgerFormat.HashSize];
        SHA256.HashData(_head, hash);
        for (var index = 0L; index < Count; index++)
        {
            ReadOnlySpan<byte> record = RecordAt(index);
            LedgerFormat.Hash(hash, record[..LedgerEntry.Size], hash);
            if (!hash.SequenceEqual(record[LedgerEntry.Size..]))
                return index;
        }
        return null;
    }

    public void Dispose() => _file.Dispose();

    internal byte[] RecordAt(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var record = new byte[LedgerFormat.RecordSize];
        RandomAccess.Read(_file, record, LedgerFormat.Place(index));
        return record;
    }

    private static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);
}
