namespace WeakToStrong.Experiments.Data;

/// <summary>A line of a file and where it begins.</summary>
public readonly record struct PlacedLine(long Place, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A file of one JSON text a line, read line after line or at a place that was met before, so that a few rows of a
/// large file can be shown without holding the others.
/// </summary>
public sealed class JsonLineFile(string path) : IDisposable
{
    private readonly ByteWindow _window = new(File.OpenRead(path), RowReader.MaxRowBytes);

    /// <summary>The next line that is not empty, valid until the next call; null at the end.</summary>
    /// <exception cref="InvalidDataException">A line is longer than rows ever are.</exception>
    public PlacedLine? Next()
    {
        while (true)
        {
            var length = _window.LineLength() ?? throw new InvalidDataException(
                $"{path}: a line is longer than {RowReader.MaxRowBytes} bytes");
            if (_window.Unread.IsEmpty)
                return null;
            var line = new PlacedLine(_window.Offset, _window.UnreadMemory[..length]);
            _window.Advance(Math.Min(length + 1, _window.Unread.Length));
            if (length > 0)
                return line;
        }
    }

    /// <summary>The line at a place that <see cref="Next"/> gave; from there on goes the next call of it.</summary>
    /// <inheritdoc cref="Next"/>
    public PlacedLine? At(long place)
    {
        _window.MoveTo(place);
        return Next();
    }

    public void Dispose() => _window.Dispose();
}
