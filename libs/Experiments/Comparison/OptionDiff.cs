namespace WeakToStrong.Experiments.Comparison;

/// <summary>One option in several runs; null in a run that does not have it.</summary>
public sealed record OptionRow(string Path, IReadOnlyList<string?> Values)
{
    public bool IsEqual => Values.All(value => value == Values[0]);
}

/// <summary>Options of several runs side by side.</summary>
public static class OptionDiff
{
    /// <summary>One row per option that any run has, in the order in which the runs have them.</summary>
    /// <param name="runs">As many values are in each row.</param>
    /// <param name="hideEqual">Leaves out options that are the same in all runs.</param>
    public static IReadOnlyList<OptionRow> Of(IReadOnlyList<ExperimentOptions> runs, bool hideEqual = false)
    {
        var values = runs.Select(TextsOf).ToArray();
        var paths = runs.SelectMany(run => run.All).Select(option => option.Path).Distinct(StringComparer.Ordinal);
        var rows = paths.Select(path => new OptionRow(path, [.. values.Select(run => run.GetValueOrDefault(path))]));
        return [.. rows.Where(row => !hideEqual || !row.IsEqual)];
    }

    /// <summary>A run's options by path, a list as one text.</summary>
    private static Dictionary<string, string> TextsOf(ExperimentOptions run) =>
        run.All.GroupBy(option => option.Path, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => string.Join(", ", group.Select(option => option.Text)),
            StringComparer.Ordinal);
}
