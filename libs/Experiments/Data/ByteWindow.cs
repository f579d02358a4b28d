namespace WeakToStrong.Experiments.Data;

/// <summary>
/// A stream's bytes from the first unread one on, as many as are needed at once and no more than a limit.
/// </summary>
internal sealed class ByteWindow(Stream stream, int maxBytes) : IDisposable
{
    private const int InitialBytes = 1 << 16;

    private byte[] _buffer = new byte[Math.Min(InitialBytes, maxBytes)];
    private int _start;
    private int _end;

    /// <summary>Valid until the next <see cref="Fill"/>.</summary>
    public ReadOnlyMemory<byte> UnreadMemory => _buffer.AsMemory(_start, _end - _start);

    /// <inheritdoc cref="UnreadMemory"/>
    public ReadOnlySpan<byte> Unread => UnreadMemory.Span;

    /// <summary>Line of the first unread byte, from 1; after a move counted from there.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Offset of the first unread byte in the stream, from 0.</summary>
    public long Offset { get; private set; }

    /// <summary>True when the unread bytes have reached the limit: no more can be had without reading some.</summary>
    public bool IsFull => _end - _start == maxBytes;

    /// <summary>Adds bytes to the unread ones; false at the end of the stream.</summary>
    /// <exception cref="InvalidOperationException">The window is full.</exception>
    public bool Fill()
    {
        if (IsFull)
            throw new InvalidOperationException("the window is full");
        MakeRoom();
        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }

    public void Advance(int count)
    {
        Line += Unread[..count].Count((byte)'\n');
        Offset += count;
        _start += count;
    }

    /// <summary>Goes on at an offset of the stream.</summary>
    public void MoveTo(long offset)
    {
        stream.Position = offset;
        (_start, _end, Line, Offset) = (0, 0, 1, offset);
    }

    /// <summary>
    /// Bytes from the first unread one to the end of its line, which are all unread then; null when the window has not
    /// so many.
    /// </summary>
    public int? LineLength()
    {
        while (true)
        {
            var end = Unread.IndexOf((byte)'\n');
            if (end >= 0)
                return end;
            if (IsFull)
                return null;
            if (!Fill())
                return Unread.Length;
        }
    }

    public void Dispose() => stream.Dispose();

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = length == _buffer.Length ? new byte[(int)Math.Min(2L * length, maxBytes)] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
    }
}
