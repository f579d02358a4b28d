namespace WeakToStrong.Servers.Running;

/// <summary>The last lines of what a server said, for the message that says why it did not start.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 12;
    private const int MaxLength = 400;

    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();

    public void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        var text = line.Trim();
        lock (_gate)
        {
            if (_lines.Count == MaxLines)
                _lines.Dequeue();
            _lines.Enqueue(text.Length > MaxLength ? text[..MaxLength] : text);
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return string.Join(" | ", _lines);
    }
}
