using System.Globalization;
using System.Text;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>
/// The comparison of an experiment's systems as a table of texts: scores × 100 with one decimal, mean ± half width of
/// the 95 % interval over seeds; PGR with two decimals.
/// </summary>
public sealed record ComparisonTable
{
    private const string Nothing = "–";

    public required string Title { get; init; }

    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>One per system; as many cells as there are headers.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    public required IReadOnlyList<string> Footnotes { get; init; }

    public static ComparisonTable Of(Report report) => new()
    {
        Title = $"{report.Name} ({report.Task}, seeds {string.Join(", ", report.Seeds)})",
        Headers =
        [
            "system", "quality", "helpfulness", "harmlessness", "win rate help/harm", "copied", "edited", "PGR",
            "gain/gap",
        ],
        Rows = [.. report.Summary.Select(summary => RowOf(summary, report))],
        Footnotes = [.. Footnote(report), .. Dropped(report), .. Differences(report), .. report.Notes],
    };

    /// <summary>The table for a file or a pipe: columns padded with spaces, footnotes below.</summary>
    public string ToText()
    {
        var widths = Headers.Select((header, i) => Rows.Append(Headers).Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder(Title).Append("\n\n");
        AppendLine(text, Headers, widths);
        AppendLine(text, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var row in Rows)
            AppendLine(text, row, widths);
        text.Append('\n');
        foreach (var footnote in Footnotes)
            text.Append(footnote).Append('\n');
        return text.ToString();
    }

    private static IReadOnlyList<string> RowOf(SystemSummary summary, Report report)
    {
        var rows = report.Rows.Where(row => row.System == summary.System).ToArray();
        var isEndOfGap = summary.System is SystemNames.Supervisor or SystemNames.Ceiling;
        return
        [
            summary.System,
            Percent(summary.Quality),
            Percent(summary.Helpfulness),
            Percent(summary.Harmlessness),
            summary.System == SystemNames.Base ? Nothing : WinRates(rows),
            Percent(rows.Average(row => row.CopyFraction)),
            Percent(rows.Average(row => row.EditRatio)),
            isEndOfGap ? Nothing : Recovered(summary.Pgr, report.Seeds.Count),
            isEndOfGap ? Nothing : Format(summary.MeanGainOverMeanGap, "F2"),
        ];
    }

    private static string WinRates(ReportRow[] rows)
    {
        var help = rows.Average(row => row.WinRate?.Helpfulness);
        var harm = rows.Average(row => row.WinRate?.Harmlessness);
        return help is null ? Nothing : $"{Signed(help.Value)} / {Signed(harm!.Value)}";
    }

    private static string Percent(MeanInterval interval) =>
        Format(100 * interval.Mean, "F1") + (HalfWidth(interval) is { } half ? $" ± {Format(100 * half, "F1")}" : "");

    private static string Percent(double? value) => value is { } given ? Format(100 * given, "F1") : Nothing;

    private static string Recovered(MeanInterval? pgr, int seedCount)
    {
        if (pgr is null)
            return Nothing;
        var text = Format(pgr.Mean, "F2") + (HalfWidth(pgr) is { } half ? $" ± {Format(half, "F2")}" : "");
        return pgr.N < seedCount ? $"{text} (n={pgr.N})" : text;
    }

    private static double? HalfWidth(MeanInterval interval) => (interval.High - interval.Low) / 2;

    private static string Signed(double value) => (100 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Format(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? Nothing;

    private static IEnumerable<string> Footnote(Report report)
    {
        yield return report.Seeds.Count > 1
            ? $"Scores × 100, mean ± half width of the 95 % Student t interval over {report.Seeds.Count} seeds."
            : "Scores × 100 of one seed; intervals need at least two.";
    }

    private static IEnumerable<string> Dropped(Report report) =>
        report.Rows.Where(row => row.PgrReason is not null)
            .DistinctBy(row => row.Seed)
            .Select(row => $"No PGR for seed {row.Seed}: {row.PgrReason}.");

    private static IEnumerable<string> Differences(Report report) =>
        report.Differences.Select(difference =>
            $"{difference.System} − {difference.Minus}: quality {Interval(difference.Quality)}, "
            + $"helpfulness {Interval(difference.Helpfulness)}, harmlessness {Interval(difference.Harmlessness)}");

    private static string Interval(MeanInterval interval) =>
        interval is { Low: { } low, High: { } high }
            ? $"{Signed(interval.Mean)} [{Signed(low)}, {Signed(high)}]"
            : Signed(interval.Mean);

    private static void AppendLine(StringBuilder text, IReadOnlyList<string> cells, int[] widths)
    {
        var padded = cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
        text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
    }
}
