using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Options of runs, or of their methods, side by side.</summary>
public static class OptionsReader
{
    // A page travels to its browser and back: so many characters of options, and no more.
    private const int MaxCharacters = 80_000;
    private const int CharactersPerCell = 8;

    public static OptionsModel Read(RunSet set, CompareQuery query, bool isWhole = false)
    {
        var columns = query.IsOfMethods ? MethodsOf(set) : RunsOf(set);
        var all = OptionDiff.Of([.. columns.Select(column => column.Options)]);
        var isEqualHidden = query.IsEqualHidden(set.Runs.Count);
        var shown = all.Where(row => !isEqualHidden || !row.IsEqual).ToArray();
        var lines = shown.Select(LineOf).ToArray();
        var seen = isWhole ? lines : Fitting(lines);
        return new OptionsModel
        {
            Columns = [.. columns.Select(column => column.Name)],
            Lines = seen,
            EqualCount = all.Count(row => row.IsEqual),
            Note = seen.Count < lines.Length
                ? $"The first {seen.Count} of {lines.Length} options; all of them are in the CSV file."
                : null,
        };
    }

    private static IReadOnlyList<OptionLine> Fitting(IReadOnlyList<OptionLine> lines)
    {
        var room = MaxCharacters;
        return [.. lines.TakeWhile(line =>
            (room -= line.Path.Length + line.Values.Sum(value => CharactersPerCell + (value?.Length ?? 0))) >= 0)];
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
