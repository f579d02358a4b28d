using System.Text.Json;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Endpoints;

/// <summary>
/// What an endpoint has said so far, in the step's checkpoint folder, a line each: whoever goes on asks the rest. Safe
/// for several threads.
/// </summary>
internal sealed class SavedReplies<TReply> : IDisposable
    where TReply : class
{
    private const string FileName = "replies.jsonl";
    private const byte NewLine = (byte)'\n';

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Dictionary<int, TReply> _replies = [];

    public SavedReplies(StepContext context)
    {
        Directory.CreateDirectory(context.CheckpointFolder);
        _file = new FileStream(
            Path.Combine(context.CheckpointFolder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Read();
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _replies.Count;
        }
    }

    /// <summary>The reply at a place; null when it is not there.</summary>
    public TReply? Find(int place)
    {
        lock (_gate)
            return _replies.GetValueOrDefault(place);
    }

    public void Keep(int place, TReply reply)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new Line(place, reply), StepJson.Serializer);
        lock (_gate)
        {
            _replies.Add(place, reply);
            _file.Write([.. line, NewLine]);
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();

    // What a crash left of the last line does not count; the next one is written over it.
    private void Read()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var end = 0;
        while (bytes.AsSpan(end).IndexOf(NewLine) is var length and >= 0
            && TryParse(bytes.AsSpan(end, length)) is { } line)
        {
            _replies[line.Place] = line.Reply;
            end += length + 1;
        }
        _file.SetLength(end);
        _file.Position = end;
    }

    private static Line? TryParse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text, StepJson.Serializer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(int Place, TReply Reply);
}
