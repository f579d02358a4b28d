using System.Globalization;
using System.Text;

namespace WeakToStrong.Experiments.Store;

/// <summary>A part of a log.</summary>
/// <param name="From">Place of its first byte in all that was ever written.</param>
/// <param name="Next">Where to read on.</param>
/// <param name="End">Bytes that were written until now.</param>
/// <param name="Text">Whole lines; where a part was dropped, a line says so.</param>
public sealed record AttemptLogPart(long From, long Next, long End, string Text);

/// <summary>
/// What happened in attempts of steps, as text: <c>logs/KEY/NUMBER/</c>. A log lies in segments that are named by the
/// place of their first byte. The first and the latest of them are kept, so the beginning and the end are always there
/// and no attempt takes more than <see cref="MaxBytes"/>; a place stays the same place whatever is dropped.
/// </summary>
public sealed class AttemptLogs(string storeRoot)
{
    /// <summary>The most that the log of one attempt takes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most that is read at once.</summary>
    public const int MaxPartBytes = 256 << 10;

    internal const int MaxSegments = 4;
    internal const int SegmentBytes = MaxBytes / MaxSegments;

    private const string Extension = ".log";

    private readonly StoreLayout _layout = new(Path.GetFullPath(storeRoot));

    /// <summary>Opens the log of an attempt for writing; what is in it stays.</summary>
    public AttemptLogWriter Open(string stepKey, int number) => new(_layout.AttemptLog(stepKey, number));

    /// <summary>A part of the log from a place on; null when there is no log.</summary>
    /// <param name="stepKey">The step.</param>
    /// <param name="number">The attempt.</param>
    /// <param name="from">0, or what <see cref="AttemptLogPart.Next"/> said.</param>
    /// <param name="limit">Bytes at most.</param>
    public AttemptLogPart? Read(string stepKey, int number, long from, int limit)
    {
        var segments = SegmentsOf(_layout.AttemptLog(stepKey, number));
        return segments.Count == 0 ? null : Read(segments, Math.Max(0, from), Math.Min(limit, MaxPartBytes));
    }

    /// <summary>The last whole lines of the log, of so many bytes at most; null when there is no log.</summary>
    /// <inheritdoc cref="Read(string, int, long, int)"/>
    public AttemptLogPart? ReadEnd(string stepKey, int number, int limit)
    {
        var segments = SegmentsOf(_layout.AttemptLog(stepKey, number));
        if (segments.Count == 0)
            return null;
        limit = Math.Min(limit, MaxPartBytes);
        var from = Math.Max(0, segments[^1].End - limit);
        var part = Read(segments, from, limit);
        var firstEnd = part.Text.IndexOf('\n', StringComparison.Ordinal);
        return from == 0 || firstEnd < 0 ? part : part with { Text = part.Text[(firstEnd + 1)..] };
    }

    /// <summary>Removes the log of one attempt.</summary>
    public void Remove(string stepKey, int number)
    {
        var folder = _layout.AttemptLog(stepKey, number);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Moves the logs of all attempts of a step into the store's trash.</summary>
    public void Remove(string stepKey)
    {
        var folder = _layout.StepLogs(stepKey);
        if (Directory.Exists(folder))
            new StoreTrash(_layout).Take(folder);
    }

    /// <summary>Steps that have logs.</summary>
    public IEnumerable<string> StepKeys() =>
        Directory.Exists(_layout.Logs)
            ? Directory.EnumerateDirectories(_layout.Logs).Select(folder => Path.GetFileName(folder))
            : [];

    internal static IReadOnlyList<LogSegment> SegmentsOf(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. from file in new DirectoryInfo(folder).EnumerateFiles("*" + Extension)
                   let start = StartOf(file)
                   where start is not null
                   orderby start
                   select new LogSegment(file.FullName, start.Value, file.Length),
            ]
            : [];

    internal static string FileOf(string folder, long start) =>
        Path.Combine(folder, start.ToString("D12", CultureInfo.InvariantCulture) + Extension);

    private static long? StartOf(FileInfo file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file.Name), CultureInfo.InvariantCulture, out var start)
            ? start
            : null;

    private static AttemptLogPart Read(IReadOnlyList<LogSegment> segments, long from, int limit)
    {
        var text = new StringBuilder();
        var at = from;
        var rest = limit;
        foreach (var segment in segments.Where(segment => segment.End > from))
        {
            var bytes = segment.Read(Math.Max(at, segment.Start), rest);
            if (bytes.Length == 0)
                continue;
            if (segment.Start > at)
                text.Append(CultureInfo.InvariantCulture, $"… {segment.Start - at} bytes were dropped here …\n");
            text.Append(Encoding.UTF8.GetString(bytes));
            at = Math.Max(at, segment.Start) + bytes.Length;
            rest -= bytes.Length;
            if (at < segment.End || rest == 0)
                break;
        }
        return new AttemptLogPart(from, at, segments[^1].End, text.ToString());
    }
}

/// <summary>A file of a log.</summary>
internal sealed record LogSegment(string Path, long Start, long Length)
{
    public long End => Start + Length;

    /// <summary>Whole lines from a place on, or nothing when the file has been dropped meanwhile.</summary>
    public byte[] Read(long from, int limit)
    {
        try
        {
            using var file = new FileStream(
                Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = from - Start;
            var bytes = new byte[(int)Math.Clamp(file.Length - file.Position, 0, limit)];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var end = Array.LastIndexOf(bytes, (byte)'\n', Math.Max(0, count - 1)) + 1;
            return bytes[..(end > 0 ? end : count)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
