using System.Globalization;
using Spectre.Console;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.W2s.Display;

/// <summary>What a data file is; its problem, if it has one, goes to standard error.</summary>
internal static class InspectionView
{
    public static void Write(IAnsiConsole console, DataInspection inspection)
    {
        if (inspection.Format is not null || inspection.FirstProblem is null)
            WriteContent(console, inspection);
        if (inspection.FirstProblem is { } problem)
            Console.Error.WriteLine($"w2s: {Printable.Of(problem.ToString())}");
    }

    private static void WriteContent(IAnsiConsole console, DataInspection inspection)
    {
        console.WriteLine(
            $"{inspection.Path}: {inspection.Container}, {FormatName(inspection)}, {inspection.RowCount} rows");
        if (inspection.Columns.Count > 0)
            console.WriteLine($"columns: {string.Join(", ", inspection.Columns)}");
        if (inspection.Statistics.Count > 0)
            WriteStatistics(console, inspection.Statistics);
    }

    private static string FormatName(DataInspection inspection) => inspection.Format switch
    {
        DataFormat.Aligner => "Aligner (question, answer, correction)",
        DataFormat.QuestionAnswer => "question and answer",
        DataFormat.Preference => "preference with prompt (prompt, chosen, rejected)",
        DataFormat.ImplicitPreference => "preference without prompt (chosen, rejected)",
        DataFormat.PromptCompletion => "prompt and completion",
        DataFormat.Messages => "dialogues (messages)",
        DataFormat.PromptOnly => "prompts",
        _ => "format not recognised",
    };

    private static void WriteStatistics(IAnsiConsole console, IReadOnlyList<ColumnStatistics> statistics)
    {
        var table = new FittedTable(
            FittedColumn.Name("Column"), FittedColumn.Number("Shortest"), FittedColumn.Number("Mean"),
            FittedColumn.Number("Longest"), FittedColumn.Number("Empty"));
        foreach (var column in statistics)
            table.AddRow(
                column.Column, $"{column.Minimum}", column.Mean.ToString("0", CultureInfo.InvariantCulture),
                $"{column.Maximum}", $"{column.EmptyCount}");
        table.Write(console);
        console.WriteLine("lengths in characters", new Style(Color.Grey));
    }
}
