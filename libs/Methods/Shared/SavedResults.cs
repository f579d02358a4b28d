using System.Text.Json;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// What a step has got so far, in its checkpoint folder, a line each: whoever goes on gets the rest. Safe for several
/// threads.
/// </summary>
internal sealed class SavedResults<TResult> : IDisposable
    where TResult : class
{
    private const byte NewLine = (byte)'\n';

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Dictionary<int, TResult> _results = [];

    public SavedResults(StepContext context, string fileName)
    {
        Directory.CreateDirectory(context.CheckpointFolder);
        _file = new FileStream(
            Path.Combine(context.CheckpointFolder, fileName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Read();
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _results.Count;
        }
    }

    /// <summary>The result at a place; null when it is not there.</summary>
    public TResult? Find(int place)
    {
        lock (_gate)
            return _results.GetValueOrDefault(place);
    }

    /// <summary>Adds the result at a place that has none.</summary>
    public void Keep(int place, TResult result)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new Line(place, result), StepJson.Serializer);
        lock (_gate)
        {
            _results.Add(place, result);
            _file.Write([.. line, NewLine]);
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();

    // What a crash left of the last line does not count, nor does another version's: the next one is written over it.
    private void Read()
    {
        using var line = new MemoryStream();
        var end = 0L;
        while (_file.ReadByte() is var next and >= 0)
        {
            line.WriteByte((byte)next);
            if (next != NewLine)
                continue;
            if (TryParse(line.GetBuffer().AsSpan(0, (int)line.Length)) is not { Result: not null } whole)
                break;
            _results[whole.Place] = whole.Result;
            end = _file.Position;
            line.SetLength(0);
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

    private sealed record Line(int Place, TResult Result);
}
