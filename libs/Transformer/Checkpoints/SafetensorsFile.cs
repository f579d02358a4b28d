using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// A safetensors file, mapped into memory: tensors are read where they lie, without a copy. The mapping lives until
/// <see cref="Dispose"/>; who hands an address on holds a reference on <see cref="Mapping"/> for as long as it is used.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, SafetensorsHeader header, MemoryMappedFile file)
    {
        Path = path;
        _header = header;
        _file = file;
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The header's free texts, such as "format" = "pt".</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>
    /// The mapping of the whole file. <c>DangerousAddRef</c> keeps it alive beyond <see cref="Dispose"/>.
    /// </summary>
    public SafeBuffer Mapping => _view.SafeMemoryMappedViewHandle;

    /// <summary>Opens a file and checks its header in full.</summary>
    /// <exception cref="CheckpointException">The file is missing, truncated, or its header is wrong.</exception>
    public static SafetensorsFile Open(string path)
    {
        LinkedFile.Require(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var header = SafetensorsHeader.Read(path, stream);
            return new SafetensorsFile(path, header, Map(stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The entry of a tensor.</summary>
    /// <exception cref="CheckpointException">There is no tensor of that name.</exception>
    public SafetensorsEntry Get(string name) =>
        _byName.GetValueOrDefault(name) ?? throw new CheckpointException(Path, $"has no tensor '{name}'");

    /// <summary>The entry of a tensor, or null.</summary>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Address of a tensor's first byte, valid while <see cref="Mapping"/> lives. Not necessarily aligned.
    /// </summary>
    public nint Address(SafetensorsEntry entry)
    {
        ObjectDisposedException.ThrowIf(Mapping.IsClosed, this);
        return Mapping.DangerousGetHandle() + (nint)Position(entry);
    }

    /// <summary>Copies a tensor's bytes, or a part of them, into <paramref name="destination"/>.</summary>
    public void Read(SafetensorsEntry entry, Span<byte> destination, long from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, entry.Length - from);
        Mapping.ReadSpan((ulong)(Position(entry) + from), destination);
    }

    /// <summary>Releases the mapping, unless someone still holds a reference on it.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private long Position(SafetensorsEntry entry) => _view.PointerOffset + _header.DataStart + entry.Offset;

    private static MemoryMappedFile Map(FileStream stream) =>
        MemoryMappedFile.CreateFromFile(
            stream,
            mapName: null,
            capacity: 0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false);
}
