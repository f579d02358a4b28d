using System.Text;

namespace WeakToStrong.Workers;

/// <summary>
/// Reads lines of at most a given length; what a line has beyond it is dropped, so a process that writes without
/// end cannot fill our memory.
/// </summary>
public sealed class BoundedLineReader(TextReader reader, int maxLength)
{
    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _start;
    private int _end;

    /// <summary>The next line without its end, or null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync()
    {
        _line.Clear();
        var isAnything = false;
        while (await FillAsync())
        {
            isAnything = true;
            var newline = Array.IndexOf(_buffer, '\n', _start, _end - _start);
            Take(newline < 0 ? _end : newline);
            if (newline < 0)
                continue;
            _start = newline + 1;
            return _line.ToString();
        }
        return isAnything ? _line.ToString() : null;
    }

    private async Task<bool> FillAsync()
    {
        if (_start < _end)
            return true;
        _start = 0;
        _end = await reader.ReadAsync(_buffer.AsMemory());
        return _end > 0;
    }

    private void Take(int until)
    {
        var count = Math.Min(until - _start, maxLength - _line.Length);
        _line.Append(_buffer, _start, count);
        _start = until;
    }
}
