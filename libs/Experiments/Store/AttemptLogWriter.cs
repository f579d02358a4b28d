using System.Text;

namespace WeakToStrong.Experiments.Store;

/// <summary>Adds lines to the log of one attempt, each of them at once; one caller at a time.</summary>
public sealed class AttemptLogWriter : IDisposable
{
    /// <summary>A longer line is cut: many such lines would leave nothing of the others.</summary>
    private const int MaxLineLength = 8_000;

    private readonly string _folder;
    private readonly List<long> _starts;
    private FileStream _segment;
    private long _end;

    internal AttemptLogWriter(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        var segments = AttemptLogs.SegmentsOf(folder);
        _starts = [.. segments.Select(segment => segment.Start)];
        _end = segments.Count == 0 ? 0 : segments[^1].End;
        if (_starts.Count == 0)
            _starts.Add(0);
        _segment = Append(_starts[^1]);
    }

    /// <summary>Writes one line; what it has of line breaks becomes blanks.</summary>
    public void Write(DateTimeOffset at, string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length > MaxLineLength)
            line = line[..MaxLineLength] + " …";
        var bytes = Encoding.UTF8.GetBytes($"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}  {line}\n");
        if (_end - _starts[^1] + bytes.Length > AttemptLogs.SegmentBytes)
            BeginSegment();
        _segment.Write(bytes);
        _end += bytes.Length;
    }

    public void Dispose() => _segment.Dispose();

    private void BeginSegment()
    {
        _segment.Dispose();
        _starts.Add(_end);
        _segment = Append(_end);
        if (_starts.Count <= AttemptLogs.MaxSegments)
            return;
        // How it began says most about how it ends: the first segment stays.
        File.Delete(AttemptLogs.FileOf(_folder, _starts[1]));
        _starts.RemoveAt(1);
    }

    // Without a buffer of its own: a line is there for readers when it is written, also when this process dies next.
    private FileStream Append(long start) => new(
        AttemptLogs.FileOf(_folder, start), FileMode.Append, FileAccess.Write,
        FileShare.Read | FileShare.Delete, bufferSize: 0);
}
