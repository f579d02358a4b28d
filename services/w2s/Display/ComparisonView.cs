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
        var table = Tables.Make([.. comparison.Headers]).Title(new TableTitle(comparison.Title.EscapeMarkup()));
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var row in comparison.Rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(table);
        foreach (var footnote in comparison.Footnotes)
            console.WriteLine(footnote, new Style(Color.Grey));
    }
}
