using System.Text.Json;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Data;

/// <summary>Which columns each format has, how it is recognised, and how its rows become ours.</summary>
internal static class RowFormats
{
    // In the order of recognition: a format stands before those whose columns it contains.
    private static readonly (DataFormat Format, string[] Columns)[] Known =
    [
        (DataFormat.Aligner, ["question", "answer", "correction"]),
        (DataFormat.Preference, ["prompt", "chosen", "rejected"]),
        (DataFormat.ImplicitPreference, ["chosen", "rejected"]),
        (DataFormat.PromptCompletion, ["prompt", "completion"]),
        (DataFormat.QuestionAnswer, ["question", "answer"]),
        // Before prompts alone: a prompt beside a whole dialogue is a repetition of its beginning.
        (DataFormat.Messages, ["messages"]),
        (DataFormat.PromptOnly, ["prompt"]),
    ];

    private static string Allowed =>
        string.Join("; ", Known.Select(known => $"{Wording.List(known.Columns)} ({NameOf(known.Format)})"));

    public static string NameOf(DataFormat format) => KeyShape.NameOf(format.ToString()).Replace('_', '-');

    public static IReadOnlyList<string> ColumnsOf(DataFormat format) =>
        Known.First(known => known.Format == format).Columns;

    public static IReadOnlyList<string> ColumnsOf(JsonElement row) =>
        [.. row.EnumerateObject().Select(member => member.Name)];

    /// <summary>The format that a row's columns belong to.</summary>
    public static DataFormat Detect(IReadOnlyList<string> columns)
    {
        var format = TryDetect(columns) ?? throw new RowException(
            $"has the columns {Shown(columns)}{Nearest(columns)}; allowed: {Allowed}");
        return format == DataFormat.PromptCompletion && columns.Contains("label")
            ? throw new RowException(
                "is an unpaired preference (prompt, completion, label), which is not read; allowed: " + Allowed)
            : format;
    }

    /// <summary>Makes sure that a row has a named format's columns.</summary>
    public static void Check(DataFormat format, IReadOnlyList<string> columns)
    {
        if (Missing(format, columns) is [var first, ..])
            throw new RowException(
                $"lacks the column '{first}'; it has {Shown(columns)}, "
                + $"and {NameOf(format)} needs {Wording.List(ColumnsOf(format))}");
    }

    /// <summary>Makes sure that a row has the same format as the first.</summary>
    public static void CheckSame(DataFormat format, int firstLine, IReadOnlyList<string> columns)
    {
        Check(format, columns);
        if (TryDetect(columns) is { } other && other != format)
            throw new RowException($"has the columns of {NameOf(other)} ({Shown(columns)}), but line {firstLine} is "
                + $"{NameOf(format)}; allowed is one format in a file");
    }

    public static DataRow Parse(DataFormat format, JsonElement row, int number, int line)
    {
        var (prompt, answer, correction) = format switch
        {
            DataFormat.Aligner => (
                RowValue.Prompt(row, "question"),
                (string?)RowValue.Completion(row, "answer"),
                (string?)RowValue.Completion(row, "correction")),
            DataFormat.QuestionAnswer => (
                RowValue.Prompt(row, "question"), (string?)RowValue.Completion(row, "answer"), (string?)null),
            // As TRL has it: beside dialogues that hold their prompt, a prompt in words is a repetition.
            DataFormat.Preference when IsText(row, "prompt") && !IsText(row, "chosen") => Implicit(row),
            DataFormat.Preference => (
                RowValue.Prompt(row, "prompt"),
                RowValue.Completion(row, "rejected"),
                RowValue.Completion(row, "chosen")),
            DataFormat.ImplicitPreference => Implicit(row),
            DataFormat.PromptCompletion => (
                RowValue.Prompt(row, "prompt"), null, RowValue.Completion(row, "completion")),
            DataFormat.Messages => Dialogue(row),
            _ => (RowValue.Prompt(row, "prompt"), null, null),
        };
        return new DataRow
        {
            Id = FormattableString.Invariant($"{number}"),
            Line = line,
            Prompt = prompt,
            Answer = answer,
            Correction = correction,
        };
    }

    private static bool IsText(JsonElement row, string column) =>
        row.GetProperty(column).ValueKind == JsonValueKind.String;

    private static (string Prompt, string? Answer, string? Correction) Implicit(JsonElement row)
    {
        var (prompt, chosen, rejected) = ImplicitPrompt.Split(row.GetProperty("chosen"), row.GetProperty("rejected"));
        return (prompt, rejected, chosen);
    }

    private static (string Prompt, string? Answer, string? Correction) Dialogue(JsonElement row)
    {
        var (prompt, answer) = RowValue.Dialogue(row, "messages");
        return (prompt, null, answer);
    }

    private static DataFormat? TryDetect(IReadOnlyList<string> columns)
    {
        foreach (var (format, _) in Known)
            if (Missing(format, columns).Length == 0)
                return format;
        return null;
    }

    private static string[] Missing(DataFormat format, IReadOnlyList<string> columns) =>
        [.. ColumnsOf(format).Where(column => !columns.Contains(column))];

    /// <summary>What is missing for the format that most columns point to.</summary>
    private static string Nearest(IReadOnlyList<string> columns)
    {
        var (format, needed) = Known.MaxBy(known => known.Columns.Count(columns.Contains));
        return needed.Any(columns.Contains)
            ? $", which lacks {Wording.List(Missing(format, columns))} for {NameOf(format)}"
            : "";
    }

    private static string Shown(IReadOnlyList<string> columns) =>
        columns.Count == 0 ? "(none)" : Wording.List(columns.Take(20).Select(ShownName));

    private static string ShownName(string column) => Wording.Quote(column)[1..^1];
}
