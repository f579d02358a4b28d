using System.Text.Json;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>One evaluated answer. Scores are from 0 (bad) to 1 (good).</summary>
public sealed record ScoreRow
{
    /// <summary>The prompt's identity, the same for every system that is compared.</summary>
    public required string Id { get; init; }

    /// <summary>What the prompt is about; prompts of one cluster are not independent of each other.</summary>
    public required string Cluster { get; init; }

    public required string Prompt { get; init; }

    public required string Completion { get; init; }

    public required double Quality { get; init; }

    public required double Helpfulness { get; init; }

    public required double Harmlessness { get; init; }
}

/// <summary>What is said once about an evaluated model.</summary>
public sealed record ScoreSummary
{
    public required string ModelDigest { get; init; }

    /// <summary>For the report's readers, for instance the judge's accuracy on held-out pairs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The artifact of an evaluation: <c>scores.jsonl</c> and <c>summary.json</c>, keys in snake case.</summary>
public static class ScoreFiles
{
    private const string RowsFile = "scores.jsonl";
    private const string SummaryFile = "summary.json";

    public static void Write(string folder, IEnumerable<ScoreRow> rows, ScoreSummary summary)
    {
        Directory.CreateDirectory(folder);
        using (var writer = new StreamWriter(Path.Combine(folder, RowsFile)) { NewLine = "\n" })
            foreach (var row in rows)
                writer.WriteLine(ToCanonical(Checked(row)));
        File.WriteAllText(Path.Combine(folder, SummaryFile), ToCanonical(summary) + "\n");
    }

    /// <exception cref="InvalidDataException">A row is not one, or a score is not between 0 and 1.</exception>
    public static IReadOnlyList<ScoreRow> ReadRows(string folder) => [.. EnumerateRows(folder)];

    /// <summary>One row after the other, for those who need a few of many.</summary>
    /// <inheritdoc cref="ReadRows"/>
    public static IEnumerable<ScoreRow> EnumerateRows(string folder) =>
        File.ReadLines(Path.Combine(folder, RowsFile)).Select(line => Checked(FromJson<ScoreRow>(line)));

    internal static string RowsPath(string folder) => Path.Combine(folder, RowsFile);

    /// <summary>The row that a line of the file is.</summary>
    internal static ScoreRow ParseRow(ReadOnlySpan<byte> line)
    {
        try
        {
            return Checked(JsonSerializer.Deserialize<ScoreRow>(line, StepJson.Serializer)
                ?? throw new InvalidDataException($"{nameof(ScoreRow)} is null"));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{nameof(ScoreRow)}: {e.Message}", e);
        }
    }

    public static ScoreSummary ReadSummary(string folder) =>
        FromJson<ScoreSummary>(File.ReadAllText(Path.Combine(folder, SummaryFile)));

    private static string ToCanonical<T>(T value) =>
        CanonicalJson.Serialize(JsonSerializer.SerializeToNode(value, StepJson.Serializer));

    private static T FromJson<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, StepJson.Serializer)
                ?? throw new InvalidDataException($"{typeof(T).Name} is null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{typeof(T).Name}: {e.Message}", e);
        }
    }

    private static ScoreRow Checked(ScoreRow row) =>
        new[] { row.Quality, row.Helpfulness, row.Harmlessness }.All(score => score is >= 0 and <= 1)
            ? row
            : throw new InvalidDataException($"answer {row.Id} has a score that is not between 0 and 1");
}
