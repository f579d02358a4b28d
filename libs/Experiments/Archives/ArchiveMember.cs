using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Archives;

/// <summary>What goes into an archive: a file as it lies somewhere, or bytes.</summary>
public sealed class ArchiveMember
{
    private readonly string? _path;
    private readonly byte[] _bytes;

    private ArchiveMember(string? path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    public static ArchiveMember OfFile(string path) => new(path, []);

    public static ArchiveMember OfBytes(byte[] bytes) => new(null, bytes);

    public Stream Open() => _path is null ? new MemoryStream(_bytes, writable: false) : File.OpenRead(_path);

    internal IndexedFile Describe() =>
        _path is null
            ? new IndexedFile(_bytes.Length, Digests.OfBytes(_bytes))
            : new IndexedFile(new FileInfo(_path).Length, Digests.OfFile(_path));
}
