using System.Text.Encodings.Web;
using System.Text.Json;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Shared;

/// <summary>Rows as JSONL, one file name per kind of row, so that every step finds what another wrote.</summary>
public static class RowFile
{
    public const string Documents = "documents.jsonl";
    public const string Questions = "questions.jsonl";
    public const string Samples = "samples.jsonl";
    public const string Labels = "labels.jsonl";

    // Relaxed escaping keeps <wiki> and ’ readable; the files are never put into a page unescaped.
    private static readonly JsonSerializerOptions Readable = new(StepJson.Serializer)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a file that a step wrote; a bad row is a broken store, not bad input.</summary>
    public static IReadOnlyList<TRow> Read<TRow>(string path)
    {
        var rows = new List<TRow>();
        foreach (var line in File.ReadLines(path))
            rows.Add(JsonSerializer.Deserialize<TRow>(line, StepJson.Serializer)
                ?? throw new InvalidDataException($"{path}:{rows.Count + 1}: null row"));
        return rows;
    }

    public static void Write<TRow>(string path, IEnumerable<TRow> rows)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        foreach (var row in rows)
            writer.WriteLine(JsonSerializer.Serialize(row, Readable));
    }
}
