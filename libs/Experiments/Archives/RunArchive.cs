using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Archives;

/// <summary>
/// Reads a run's archive. The index comes first and is signed, so the name, size and digest of every member are known
/// before any of it is read; nothing else is accepted.
/// </summary>
public sealed class RunArchive
{
    private const int MaxIndexBytes = 64 << 20;
    private const long MaxKeptBytes = 256L << 20;
    private const long MaxBytes = 1L << 40;
    private const int MaxMembers = 200_000;
    private const int CopyBytes = 128 << 10;

    private readonly string _path;
    private readonly VerificationKey _key;

    private RunArchive(string path, VerificationKey key) => (_path, _key) = (path, key);

    /// <summary>Whether the file begins as a compressed one does.</summary>
    public static bool IsOne(string path)
    {
        if (!File.Exists(path))
            return false;
        Span<byte> head = stackalloc byte[2];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && head is [0x1f, 0x8b];
    }

    /// <summary>Checks the signature and every member; writes nothing.</summary>
    /// <exception cref="InputException">It is no archive of a run.</exception>
    /// <exception cref="AttestationException">The key did not sign it, or a member is not what was signed.</exception>
    public static ArchiveContent Verify(string path, VerificationKey key)
    {
        var kept = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var index = new RunArchive(path, key).Read(
            (name, file) => IsKept(name, file) ? new MemoryStream() : Stream.Null,
            (name, stream) =>
            {
                if (stream is MemoryStream memory)
                    kept.Add(name, memory.ToArray());
            });
        return new ArchiveContent(path, index, kept);
    }

    /// <summary>Writes every member below a folder of its own, checking all of it once more.</summary>
    /// <inheritdoc cref="Verify"/>
    public static ArchiveIndex Extract(string path, VerificationKey key, string folder) =>
        new RunArchive(path, key).Read(
            (name, _) =>
            {
                var target = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                return new FileStream(target, FileMode.CreateNew);
            },
            (_, _) => { });

    private static bool IsKept(string name, IndexedFile file) =>
        file.Bytes <= MaxKeptBytes
        && (name == ArchivePaths.Proof || name == ArchivePaths.Report || ArchivePaths.IsAuditStatement(name));

    private ArchiveIndex Read(Func<string, IndexedFile, Stream> open, Action<string, Stream> done)
    {
        var reading = ArchivePaths.IndexStatement;
        try
        {
            using var file = InputBytes.Open(_path);
            using var compressed = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(compressed);
            var index = ReadIndex(tar);
            var missing = new SortedSet<string>(index.Files.Keys, StringComparer.Ordinal);
            while (tar.GetNextEntry() is { } entry)
            {
                reading = entry.Name;
                CheckMember(entry, index, missing);
                using var target = open(entry.Name, index.Files[entry.Name]);
                Copy(entry, index.Files[entry.Name], target);
                done(entry.Name, target);
            }
            return missing.Count == 0 ? index : throw Bad($"{missing.Min} is missing");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Bad($"{reading}, or what follows it, cannot be read: the archive is damaged or was changed");
        }
    }

    private ArchiveIndex ReadIndex(TarReader tar)
    {
        var statement = SignedStatement.Parse(ReadHead(tar, ArchivePaths.IndexStatement), _path).Verify(_key);
        if (statement.PredicateType != ArchiveIndex.PredicateType)
            throw Bad($"{ArchivePaths.IndexStatement} states something else than the content of a run's archive");
        var json = ReadHead(tar, ArchivePaths.Index);
        var digest = Digests.OfBytes(json);
        if (!statement.Subjects.Any(subject =>
            subject.Name == ArchivePaths.Index
            && subject.Digests.GetValueOrDefault(StatementSubject.FileDigest) == digest))
            throw Bad($"{ArchivePaths.Index} is not the one that was signed");
        var index = ArchiveIndex.Parse(json, _path);
        CheckLimits(index);
        return index;
    }

    private byte[] ReadHead(TarReader tar, string name)
    {
        var entry = tar.GetNextEntry() ?? throw Bad($"ends before {name}: the archive is damaged");
        if (entry.Name != name || !IsPlain(entry))
            throw new InputException(
                _path, null, $"is no archive of a run: {name} is not where it belongs; allowed is what 'export' wrote");
        if (entry.Length > MaxIndexBytes)
            throw Bad($"{name} has {entry.Length} bytes; allowed are {MaxIndexBytes}");
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.Length == entry.Length
            ? content.ToArray()
            : throw Bad($"ends within {name}: the archive is damaged");
    }

    // Whoever signed it may have been careless, or be an enemy.
    private void CheckLimits(ArchiveIndex index)
    {
        if (index.Files.Count > MaxMembers)
            throw Bad($"holds {index.Files.Count} files; allowed are {MaxMembers}");
        if (index.Files.Keys.FirstOrDefault(path => !ArchivePaths.IsAllowed(path)) is { } outside)
            throw Bad($"'{outside}' is no path of a run's archive");
        if (index.Files.Values.Any(file => file.Bytes < 0)
            || index.Files.Values.Sum(file => (decimal)file.Bytes) > MaxBytes)
            throw Bad($"holds more than the {MaxBytes} bytes that are allowed");
    }

    private void CheckMember(TarEntry entry, ArchiveIndex index, SortedSet<string> missing)
    {
        if (!IsPlain(entry))
            throw Bad($"'{entry.Name}' is a link, a folder or a device; allowed are plain files");
        if (!index.Files.TryGetValue(entry.Name, out var file))
            throw Bad($"'{entry.Name}' was added: it is not in the signed index");
        if (!missing.Remove(entry.Name))
            throw Bad($"{entry.Name} is there twice");
        if (entry.Length != file.Bytes)
            throw Bad($"{entry.Name} was changed: it has {entry.Length} bytes instead of {file.Bytes}");
    }

    private void Copy(TarEntry entry, IndexedFile file, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[CopyBytes];
        var copied = 0L;
        while (entry.DataStream?.Read(buffer) is { } count and > 0)
        {
            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
            copied += count;
        }
        if (copied < file.Bytes)
            throw Bad($"ends within {entry.Name}: the archive is damaged");
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw Bad($"{entry.Name} was changed: its content is not what was signed");
    }

    private static bool IsPlain(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;

    private AttestationException Bad(string message) => new(_path, message);
}

/// <summary>A verified archive.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Index">All that it holds.</param>
/// <param name="Kept">Path → content of proof, report and the statements of audits.</param>
public sealed record ArchiveContent(string Path, ArchiveIndex Index, IReadOnlyDictionary<string, byte[]> Kept);
