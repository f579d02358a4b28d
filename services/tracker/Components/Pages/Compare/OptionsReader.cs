using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Options of runs, or of their methods, side by side.</summary>
public static class OptionsReader
{
    private const int MaxLines = 400;

    public static OptionsModel Read(RunSet set, CompareQuery query, bool isWhole = false)
    {
        var columns = query.IsOfMethods ? MethodsOf(set) : RunsOf(set);
        var all = OptionDiff.Of([.. columns.Select(column => column.Options)]);
        var shown = all.Where(row => !query.IsEqualHidden || !row.IsEqual).ToArray();
        return new OptionsModel
        {
            Columns = [.. columns.Select(column => column.Name)],
            Lines = [.. shown.Take(isWhole ? shown.Length : MaxLines).Select(LineOf)],
            EqualCount = all.Count(row => row.IsEqual),
            Note = shown.Length > MaxLines
                ? $"The first {MaxLines} of {shown.Length} options; all of them are in the CSV file."
                : null,
        };
    }

    private static OptionLine LineOf(OptionRow row) =>
        new(row.Path, row.IsEqual, row.IsEqual ? [row.Values[0]] : row.Values);

    private static (string Name, ExperimentOptions Options)[] RunsOf(RunSet set) =>
        [.. set.Runs.Select(run => (run.Title.Label, run.Options))];

    private static (string Name, ExperimentOptions Options)[] MethodsOf(RunSet set) =>
        [
            .. from run in set.Runs
               from method in run.Options.Methods
               let name = set.Runs.Count == 1 ? method : $"{method} · {run.Title.Label}"
               select (name, run.Options.OfMethod(method)),
        ];
}
