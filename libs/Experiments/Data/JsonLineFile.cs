namespace WeakToStrong.Experiments.Data;

/// <summary>A line of a file and where it begins.</summary>
public readonly record struct PlacedLine(long Place, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A file of one JSON text a line, read line after line or at a place that was met before, so that a few rows of a
/// large file can be shown without holding the others.
/// </summary>
public sealed class JsonLineFile : IDisposable
{
    private const int MaxLineBytes = 16 << 20;
    private const int FirstBytes = 64 << 10;

    private readonly FileStream _file;
    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;

    /// <summary>Opens the file at its first line.</summary>
    public JsonLineFile(string path) => _file = File.OpenRead(path);

    /// <summary>The next line that is not empty, valid until the next call; null at the end.</summary>
    /// <exception cref="InvalidDataException">A line is longer than rows ever are.</exception>
    public PlacedLine? Next()
    {
        while (NextOfAny() is { } line)
            if (line.Bytes.Length > 0)
                return line;
        return null;
    }

    /// <summary>The line at a place that <see cref="Next"/> gave; from there on goes the next call of it.</summary>
    /// <inheritdoc cref="Next"/>
    public PlacedLine? At(long place)
    {
        _file.Position = place;
        (_start, _end) = (0, 0);
        return Next();
    }

    public void Dispose() => _file.Dispose();

    private PlacedLine? NextOfAny()
    {
        var searched = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
                return Take(searched + newline, 1);
            searched = _end - _start;
            if (!Fill())
                return searched > 0 ? Take(searched, 0) : null;
        }
    }

    private PlacedLine Take(int length, int separator)
    {
        var line = new PlacedLine(_file.Position - (_end - _start), _buffer.AsMemory(_start, length));
        _start += length + separator;
        return line;
    }

    private bool Fill()
    {
        if (_start > 0)
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Grow();
        var count = _file.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxLineBytes)
            throw new InvalidDataException($"{_file.Name}: a line is longer than {MaxLineBytes} bytes");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
