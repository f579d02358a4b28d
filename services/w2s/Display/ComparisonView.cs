using Spectre.Console;
using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.W2s.Display;

/// <summary>A run's comparison table, and where its report is.</summary>
internal static class ComparisonView
{
    public static void Write(IAnsiConsole console, Report report, string location)
    {
        var comparison = ComparisonTable.Of(report);
        if (console.Profile.Capabilities.Ansi)
            WriteTable(console, comparison);
        else
            console.Write(comparison.ToText());
        console.WriteLine($"report: {location}");
    }

    private static void WriteTable(IAnsiConsole console, ComparisonTable comparison)
    {
        var table = new FittedTable([.. comparison.Headers.Select(ColumnOf)]) { Title = comparison.Title };
        foreach (var row in comparison.Rows)
            table.AddRow([.. row.Select(cell => new FittedCell(cell))]);
        table.Write(console, "a wider terminal, a pipe or --json shows all");
        foreach (var footnote in comparison.Footnotes)
            console.WriteLine(footnote, new Style(Color.Grey));
    }

    // Whose answers are how good, and how much of the gap that is, say what was asked; the others say why.
    private static FittedColumn ColumnOf(string header, int index) => header switch
    {
        _ when index == 0 => FittedColumn.Name(header),
        "quality" or "PGR" or "gain/gap" => FittedColumn.Number(header),
        _ => FittedColumn.Number(header, rank: index),
    };
}
