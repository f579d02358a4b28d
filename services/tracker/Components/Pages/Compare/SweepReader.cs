using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>What varies between runs, and what came of it for one of their methods.</summary>
public static class SweepReader
{
    private const int MaxColumns = 10;

    public static SweepModel Read(
        RunSet set, IReadOnlyList<IReadOnlyList<ReportRow>> rows, CompareQuery query, bool isWhole = false)
    {
        var methods = set.Runs.SelectMany(run => run.Options.Methods).Distinct(StringComparer.Ordinal).ToArray();
        var method = methods.Contains(query.Method) ? query.Method : FirstOf(methods, set);
        if (method is null)
            return new SweepModel { Methods = [], Method = null, Columns = [], Rows = [], Note = null };
        var places = Enumerable.Range(0, set.Runs.Count)
            .Where(place => set.Runs[place].Options.Methods.Contains(method)).ToArray();
        var axes = SweepAxes.Of([.. places.Select(place => set.Runs[place].Options)], method);
        var shown = axes.Take(isWhole ? axes.Count : MaxColumns).ToArray();
        return new SweepModel
        {
            Methods = methods,
            Method = method,
            Columns = [.. shown.Select(axis => new SweepColumn(axis.Path, axis.IsNumber, axis.IsLogarithmic))],
            Rows =
            [
                .. places.Index()
                    .Select(entry => RowOf(set.Runs[entry.Item], entry.Index, shown, ResultOf(entry.Item)))
                    .OrderByDescending(row => row.Result?.Mean ?? double.NegativeInfinity),
            ],
            Note = axes.Count > shown.Length
                ? $"The first {MaxColumns} of {axes.Count} options that vary; all of them are in the CSV file."
                : null,
        };

        MeanInterval? ResultOf(int place) =>
            query.OutcomeMeasure.OverSeeds(rows[place].Where(row => row.System == method));
    }

    // The first whose own options vary says more than one that is the same everywhere.
    private static string? FirstOf(string[] methods, RunSet set) =>
        methods.FirstOrDefault(method => OptionDiff.Of(
            [
                .. set.Runs.Where(run => run.Options.Methods.Contains(method))
                    .Select(run => run.Options.OfMethod(method)),
            ],
            hideEqual: true).Count > 0)
        ?? methods.FirstOrDefault();

    private static SweepRow RowOf(
        ComparedExperiment run, int place, IReadOnlyList<SweepAxis> axes, MeanInterval? result) =>
        new(run.Title.Key, run.Title.Label, run.Title.Color, [.. axes.Select(axis => axis.Values[place])], result);
}
