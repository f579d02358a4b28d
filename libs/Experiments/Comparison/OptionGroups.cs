using System.Globalization;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>Runs that have the same values of the options that they are grouped by.</summary>
public sealed record OptionGroup
{
    /// <summary>One per grouping option, in their order; null where the runs do not have it.</summary>
    public required IReadOnlyList<string?> Key { get; init; }

    /// <summary>Places of the group's runs in the list that was grouped.</summary>
    public required IReadOnlyList<int> Members { get; init; }

    /// <summary>Options that all members have with one value, those of the key included.</summary>
    public required IReadOnlyList<OptionRow> Constant { get; init; }

    /// <summary>
    /// Options in which members differ: as long as there are any but seeds, the group's spread is not over seeds alone.
    /// </summary>
    public required IReadOnlyList<OptionRow> Varying { get; init; }
}

/// <summary>Groups runs by any of their options.</summary>
public static class OptionGroups
{
    private static readonly Comparer<string?[]> KeyOrder = Comparer<string?[]>.Create(CompareKeys);

    /// <summary>
    /// In the order of their keys: numbers by size, then texts by their letters; runs without the option come first.
    /// </summary>
    public static IReadOnlyList<OptionGroup> By(IReadOnlyList<ExperimentOptions> runs, IReadOnlyList<string> paths)
    {
        var keys = runs.Select(run => KeyOf(run, paths)).ToArray();
        return
        [
            .. Enumerable.Range(0, runs.Count)
                .GroupBy(i => Joined(keys[i]), StringComparer.Ordinal)
                .Select(group => (Key: keys[group.First()], Members: group.ToArray()))
                .OrderBy(group => group.Key, KeyOrder)
                .Select(group => GroupOf(group.Key, group.Members, runs)),
        ];
    }

    private static string?[] KeyOf(ExperimentOptions run, IReadOnlyList<string> paths)
    {
        var texts = OptionTexts.Of(run);
        return [.. paths.Select(path => texts.GetValueOrDefault(path))];
    }

    // The length tells a missing value from an empty one, and where one value ends.
    private static string Joined(string?[] key) =>
        string.Concat(key.Select(value => $"{value?.Length ?? -1}:{value}"));

    private static OptionGroup GroupOf(string?[] key, int[] members, IReadOnlyList<ExperimentOptions> runs)
    {
        var rows = OptionDiff.Of([.. members.Select(i => runs[i])]).ToLookup(row => row.IsEqual);
        return new OptionGroup
        {
            Key = key,
            Members = members,
            Constant = [.. rows[true]],
            Varying = [.. rows[false]],
        };
    }

    private static int CompareKeys(string?[] left, string?[] right) =>
        left.Zip(right, CompareValues).FirstOrDefault(order => order != 0);

    private static int CompareValues(string? left, string? right) =>
        (NumberOf(left), NumberOf(right)) switch
        {
            ({ } low, { } high) when low != high => low.CompareTo(high),
            ({ }, null) => right is null ? 1 : -1,
            (null, { }) => left is null ? -1 : 1,
            _ => string.CompareOrdinal(left, right),
        };

    private static double? NumberOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;
}
