using System.Text.Json;
using System.Text.Json.Serialization;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>
/// Finished batches of answers in the step's checkpoint folder, a line each: whoever goes on generates the rest.
/// </summary>
internal sealed class SavedAnswers : IDisposable
{
    private const string FileName = "answers.jsonl";

    private readonly StepContext _context;
    private readonly FileStream _file;
    private readonly Dictionary<int, AnswerBatch> _batches = [];

    public SavedAnswers(StepContext context)
    {
        _context = context;
        Directory.CreateDirectory(context.CheckpointFolder);
        _file = new FileStream(
            Path.Combine(context.CheckpointFolder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Read();
    }

    /// <summary>A batch by its number; null when it is not there.</summary>
    public AnswerBatch? Find(int batch) => _batches.GetValueOrDefault(batch);

    /// <summary>Adds a batch unless it is there, after its entry in the ledger is on the disk.</summary>
    public void Keep(int batch, AnswerBatch answers)
    {
        if (!_batches.TryAdd(batch, answers))
            return;
        _context.Ledger?.Flush();
        _file.Write(JsonSerializer.SerializeToUtf8Bytes(
            new Line(batch, answers.Tokens, answers.Counts), StepJson.Serializer));
        _file.WriteByte((byte)'\n');
        _file.Flush(flushToDisk: true);
    }

    /// <summary>All batches are in the step's output now.</summary>
    public void Delete()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }

    public void Dispose() => _file.Dispose();

    // What a crash left of the last line does not count; the next one is written over it.
    private void Read()
    {
        using var reader = new StreamReader(_file, leaveOpen: true);
        var end = 0L;
        while (reader.ReadLine() is { } text && TryParse(text) is { } line)
        {
            _batches[line.Batch] = new AnswerBatch(line.Tokens, line.Counts);
            // Digits, brackets and names: a character is a byte.
            end += text.Length + 1;
        }
        _file.SetLength(Math.Min(end, _file.Length));
        _file.Position = _file.Length;
    }

    private static Line? TryParse(string text)
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

    private sealed record Line(
        int Batch,
        int[][] Tokens,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GenerationCounts? Counts);
}

/// <summary>What was generated for a batch.</summary>
/// <param name="Tokens">Of each row.</param>
/// <param name="Counts">What it took; null where nobody asks.</param>
internal sealed record AnswerBatch(int[][] Tokens, GenerationCounts? Counts);
