namespace WeakToStrong.Workers;

/// <summary>The last lines of what a process said.</summary>
internal sealed class TextTail(int maxLines)
{
    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();

    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_gate)
        {
            if (_lines.Count == maxLines)
                _lines.Dequeue();
            _lines.Enqueue(line.Trim());
        }
    }

    /// <summary>All kept lines as one, for a failure's detail.</summary>
    public string AsOneLine()
    {
        lock (_gate)
            return string.Join(" | ", _lines);
    }
}
