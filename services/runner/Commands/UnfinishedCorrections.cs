using WeakToStrong.Experiments;

namespace WeakToStrong.Runner.Commands;

/// <summary>
/// Corrections beside the file that they will be, which the same command goes on with after an interruption: of what
/// work they are is part of their file's name.
/// </summary>
internal sealed class UnfinishedCorrections : IDisposable
{
    private const int NameLength = 8;

    private readonly string _output;
    private readonly FileStream _file;

    private UnfinishedCorrections(string output, FileStream file, int lineCount) =>
        (_output, _file, LineCount) = (output, file, lineCount);

    /// <summary>Lines that were there, whole parts of them.</summary>
    public int LineCount { get; }

    /// <param name="output">The file that they will be.</param>
    /// <param name="work">Digest of all that decides what is written.</param>
    /// <param name="partSize">Lines that are written together; what an interrupted part has left goes.</param>
    /// <exception cref="InputException">Another process writes them.</exception>
    public static UnfinishedCorrections Open(string output, string work, int partSize)
    {
        var file = Claim($"{output}.{work[..NameLength]}.partial");
        return new UnfinishedCorrections(output, file, KeepParts(file, partSize));
    }

    /// <summary>Adds a part.</summary>
    public void Write(IEnumerable<byte[]> lines)
    {
        foreach (var line in lines)
        {
            _file.Write(line);
            _file.WriteByte((byte)'\n');
        }
        _file.Flush();
    }

    /// <summary>Makes it the output, in place of what has that name.</summary>
    public void Finish()
    {
        _file.Dispose();
        File.Move(_file.Name, _output, overwrite: true);
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Claim(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new InputException(path, line: null, "is being written by another process; wait for its end");
        }
    }

    /// <summary>Cuts the file behind its last whole part, and returns the lines that are left.</summary>
    private static int KeepParts(FileStream file, int partSize)
    {
        var buffer = new byte[1 << 16];
        var (lines, kept, keptLines, at) = (0, 0L, 0, 0L);
        while (file.Read(buffer) is var count and > 0)
        {
            for (var i = 0; i < count; i++)
                if (buffer[i] == '\n' && ++lines % partSize == 0)
                    (kept, keptLines) = (at + i + 1, lines);
            at += count;
        }
        file.SetLength(kept);
        file.Position = kept;
        return keptLines;
    }
}
