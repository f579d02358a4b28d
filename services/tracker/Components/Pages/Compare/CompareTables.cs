using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>The page's tables as files: every row and every digit of what the view shows.</summary>
internal static class CompareTables
{
    private static readonly string[] IntervalParts = ["mean", "low", "high", "n"];

    /// <summary>The table of the view; for <paramref name="isOfWins"/> the one of who wins against whom.</summary>
    public static CsvText? Of(CompareModel model, bool isOfWins) => model switch
    {
        { Glance: { } glance } => isOfWins ? Wins(glance.Wins) : Standings(glance),
        { Results: { } results } => Results(results, model.Runs),
        { Curves: { } curves } => Curves(curves),
        { Options: { } options } => Options(options),
        { Sweep: { } sweep } => Sweep(sweep),
        _ => null,
    };

    private static CsvText Standings(GlanceModel glance)
    {
        var csv = new CsvText().Line(
            ["name", "system", .. Measure.All.SelectMany(measure => Titles(measure.Name)), "on_front"]);
        foreach (var row in glance.Rows)
            csv.Line(
            [
                row.Name, row.System, .. Parts(row.Quality), .. Parts(row.Helpfulness), .. Parts(row.Harmlessness),
                .. Parts(row.Pgr), row.IsOnFront,
            ]);
        return csv;
    }

    private static CsvText Wins(WinsModel wins)
    {
        var csv = new CsvText().Line(
            ["system", "against", .. Titles("rate"), "interval_over", "significant", "wins", "losses", "ties"]);
        foreach (var (row, name) in wins.Names.Index())
            foreach (var (column, against) in wins.Names.Index())
                if (wins.Cells[row][column] is { } cell)
                    csv.Line(
                    [
                        name, against, .. Parts(cell.Rate), cell.IsOverSeeds ? "seeds" : "questions",
                        cell.IsSignificant, cell.Wins, cell.Losses, cell.Ties,
                    ]);
        return csv;
    }

    private static CsvText Results(ResultsModel results, IReadOnlyList<RunTitle> runs)
    {
        string[] deltas = ["delta", "delta_low", "delta_high", "delta_n", "delta_paired", "delta_significant"];
        var csv = new CsvText().Line(
        [
            "run", "run_id", "system", "seeds", "baseline",
            .. Measure.All.SelectMany(measure =>
                Titles(measure.Name).Concat(deltas.Select(delta => $"{measure.Name}_{delta}"))),
        ]);
        foreach (var row in results.Rows)
            csv.Line(
            [
                runs[row.Run].Label, runs[row.Run].Key, row.System, row.SeedCount, row.IsBaseline,
                .. row.Values.SelectMany(value => Parts(value.Value)
                    .Concat(Parts(value.Delta?.Difference))
                    .Append(value.Delta?.IsPaired).Append(value.Delta?.IsSignificant)),
            ]);
        return csv;
    }

    private static CsvText Curves(CurvesModel curves)
    {
        var csv = new CsvText().Line("metric", "line", "x", "y", "low", "high", "smooth");
        foreach (var line in curves.Lines)
            for (var i = 0; i < line.X.Count; i++)
                csv.Line(
                    curves.Metric, line.Name, line.X[i], line.Y[i], line.Low?[i], line.High?[i], line.Smooth?[i]);
        return csv;
    }

    private static CsvText Options(OptionsModel options)
    {
        var csv = new CsvText().Line(["option", .. options.Columns]);
        foreach (var line in options.Lines)
            csv.Line([line.Path, .. options.Columns.Select((_, i) => Typed(line.Values[line.IsEqual ? 0 : i]))]);
        return csv;
    }

    private static CsvText Sweep(SweepModel sweep)
    {
        var csv = new CsvText().Line(
            ["run", "run_id", "method", .. sweep.Columns.Select(column => column.Path), .. Titles("result")]);
        foreach (var row in sweep.Rows)
            csv.Line([row.Label, row.Id, sweep.Method, .. row.Values.Select(Typed), .. Parts(row.Result)]);
        return csv;
    }

    // A number that stands in a text is a number for a table.
    private static object? Typed(string? text) => SweepAxis.NumberOf(text) is { } number ? number : text;

    private static IEnumerable<string> Titles(string measure) =>
        IntervalParts.Select(part => part == "mean" ? measure : $"{measure}_{part}");

    private static IEnumerable<object?> Parts(MeanInterval? interval) =>
        [interval?.Mean, interval?.Low, interval?.High, interval?.N];
}
