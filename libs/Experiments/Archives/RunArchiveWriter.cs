using System.Formats.Tar;
using System.IO.Compression;
using WeakToStrong.Experiments.Attestation;

namespace WeakToStrong.Experiments.Archives;

/// <summary>
/// Writes a run's archive: a compressed tar with the signed index first and the members in the order of their paths.
/// All of it is the same whenever and by whomever it is written, but for the signature.
/// </summary>
public static class RunArchiveWriter
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes the file whole or not at all, and reads it again as whoever gets it will.</summary>
    /// <param name="path">The archive; what lies there is replaced.</param>
    /// <param name="content">What goes into it.</param>
    /// <param name="key">Signs.</param>
    /// <param name="stop">Gives up after the member that is being read or written.</param>
    public static ArchiveIndex Write(
        string path, RunArchiveContent content, SigningKey key, CancellationToken stop = default)
    {
        var index = new ArchiveIndex
        {
            RunId = content.Proof.RunId,
            Name = content.Proof.Name,
            Files = new SortedDictionary<string, IndexedFile>(
                content.Members.ToDictionary(member => member.Key, member => Describe(member.Value, stop)),
                StringComparer.Ordinal),
        };
        var unfinished = path + ".unfinished";
        try
        {
            WriteTar(unfinished, index.Sign(key).ToFile(), index, content, stop);
            // A file that changed between its digest and its copy would be found by whoever gets the archive.
            RunArchive.Verify(unfinished, key.Public);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return index;
    }

    private static IndexedFile Describe(ArchiveMember member, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return member.Describe();
    }

    private static void WriteTar(
        string path, byte[] statement, ArchiveIndex index, RunArchiveContent content, CancellationToken stop)
    {
        using var file = File.Create(path);
        using var compressed = new GZipStream(file, CompressionLevel.Optimal);
        using var tar = new TarWriter(compressed, TarEntryFormat.Ustar);
        Add(tar, ArchivePaths.IndexStatement, ArchiveMember.OfBytes(statement));
        Add(tar, ArchivePaths.Index, ArchiveMember.OfBytes(index.ToCanonicalJson()));
        foreach (var (name, member) in content.Members)
        {
            stop.ThrowIfCancellationRequested();
            Add(tar, name, member);
        }
    }

    private static void Add(TarWriter tar, string name, ArchiveMember member)
    {
        using var data = member.Open();
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = data,
            ModificationTime = DateTimeOffset.UnixEpoch,
            Mode = Mode,
        });
    }
}
