using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// Enters updates in a file. After a restart a step makes again what lies between its checkpoint and its end: an entry
/// that equals the one that is there changes nothing; one that does not is a finding, and what was there is kept.
/// Entries are written in blocks.
/// </summary>
public sealed class LedgerWriter : ILedger, IDisposable
{
    private const int BlockEntries = 256;

    private readonly string _path;
    private readonly Action<LedgerConflict> _onConflict;
    private readonly byte[] _headHash;
    private readonly byte[] _block = new byte[BlockEntries * LedgerFormat.RecordSize];
    private readonly Dictionary<string, long> _reach = new(StringComparer.Ordinal);

    private readonly FileStream _file;
    private byte[] _hash;
    private long _count;
    private int _buffered;

    // Where the next entry stands, once the first of this attempt has said so.
    private long? _next;

    /// <param name="path">The file; made where it is not there.</param>
    /// <param name="stepKey">The step, which the file names.</param>
    /// <param name="onConflict">Told of an entry that differs from the one made before.</param>
    public LedgerWriter(string path, string stepKey, Action<LedgerConflict> onConflict)
    {
        (_path, _onConflict) = (path, onConflict);
        var head = LedgerFormat.Head(stepKey);
        _headHash = SHA256.HashData(head);
        var good = Begin(path, stepKey, head);
        _file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        TruncateTo(good);
    }

    /// <summary>Entries, those that are not on the disk yet among them.</summary>
    public long Count => _count;

    /// <summary>Hash of the last entry.</summary>
    public string Head => Convert.ToHexStringLower(_hash);

    public LedgerAnswer Append(LedgerEntry entry, IReadOnlyList<string> rows)
    {
        var at = PlaceOf(entry);
        if (at < _count && !IsEntered(entry, at))
            Supersede(at, entry);
        if (at == _count)
            Enter(entry);
        _next = at + 1;
        return LedgerAnswer.GoOn;
    }

    public void Flush()
    {
        WriteBlock();
        _file.Flush(flushToDisk: true);
    }

    public long Reach(string stage) => _reach.GetValueOrDefault(stage);

    public void Dispose()
    {
        WriteBlock();
        _file.Dispose();
    }

    // What a crash left of a ledger is good up to the first entry that does not fit.
    private static long Begin(string path, string stepKey, byte[] head)
    {
        using (var reader = LedgerReader.Open(path))
            if (reader is not null && reader.IsOf(stepKey))
                return reader.FindBroken() ?? reader.Count;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Durable.WriteFile(path, head);
        return 0;
    }

    // Nothing is buffered then: the ledger is what the file holds up to there.
    [MemberNotNull(nameof(_hash))]
    private void TruncateTo(long count)
    {
        _count = count;
        _file.SetLength(LedgerFormat.Place(count));
        _hash = count == 0 ? [.. _headHash] : RecordAt(count - 1)[LedgerEntry.Size..];
        _reach.Clear();
        for (var index = 0L; index < count; index++)
            Note(EntryAt(index));
    }

    private void Note(LedgerEntry entry) => _reach[entry.Stage] = entry.Update;

    // The first entry after a checkpoint says itself which it is; from there on one follows the other.
    private long PlaceOf(LedgerEntry entry)
    {
        if (_next is { } next && (next == _count || IsSameUpdate(EntryAt(next), entry)))
            return next;
        for (var index = 0L; index < _count; index++)
            if (IsSameUpdate(EntryAt(index), entry))
                return index;
        return _count;
    }

    private static bool IsSameUpdate(LedgerEntry left, LedgerEntry right) =>
        left.Stage == right.Stage && left.Update == right.Update;

    private bool IsEntered(LedgerEntry entry, long at) => EntryAt(at).DifferencesTo(entry).Count == 0;

    private void Enter(LedgerEntry entry)
    {
        if (_buffered == BlockEntries)
            WriteBlock();
        var record = _block.AsSpan(_buffered * LedgerFormat.RecordSize, LedgerFormat.RecordSize);
        LedgerFormat.Write(entry, _hash, record);
        _buffered++;
        _count++;
        Note(entry);
    }

    private void Supersede(long at, LedgerEntry entry)
    {
        Flush();
        var kept = $"{_path}.superseded-{Digests.OfBytes(RecordAt(_count - 1))[..16]}";
        File.Copy(_path, kept, overwrite: true);
        _onConflict(new LedgerConflict(at, EntryAt(at), entry, Path.GetFileName(kept)));
        TruncateTo(at);
    }

    private void WriteBlock()
    {
        _file.Position = _file.Length;
        _file.Write(_block, 0, _buffered * LedgerFormat.RecordSize);
        _file.Flush();
        _buffered = 0;
    }

    private LedgerEntry EntryAt(long index) => LedgerEntry.Read(RecordAt(index));

    private byte[] RecordAt(long index)
    {
        var onDisk = LedgerFormat.CountOf(_file.Length);
        if (index >= onDisk)
            return _block.AsSpan(
                (int)(index - onDisk) * LedgerFormat.RecordSize, LedgerFormat.RecordSize).ToArray();
        var record = new byte[LedgerFormat.RecordSize];
        RandomAccess.Read(_file.SafeFileHandle, record, LedgerFormat.Place(index));
        return record;
    }
}

/// <summary>An update that was made again and came out otherwise.</summary>
/// <param name="Index">Its place in the ledger.</param>
/// <param name="Before">What was entered first.</param>
/// <param name="Now">What came out later; the ledger goes on from it.</param>
/// <param name="KeptAs">File beside the ledger that has what was there.</param>
public sealed record LedgerConflict(long Index, LedgerEntry Before, LedgerEntry Now, string KeptAs);
