using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Runs told apart in a few characters: by what was asked of them.</summary>
internal static class RunTags
{
    private const int MaxLength = 18;

    /// <summary>
    /// The first option that has another value in every run, such as <c>beta 0.05</c>; null when there is none that is
    /// short enough.
    /// </summary>
    public static IReadOnlyList<string>? Of(IReadOnlyList<ExperimentOptions> runs) =>
        OptionDiff.Of(runs, hideEqual: true).Where(IsDistinct).Select(TextsOf)
            .FirstOrDefault(texts => texts.All(text => text.Length <= MaxLength));

    private static bool IsDistinct(OptionRow option) =>
        option.Values.Distinct(StringComparer.Ordinal).Count() == option.Values.Count;

    private static string[] TextsOf(OptionRow option)
    {
        var name = option.Path[(option.Path.LastIndexOf('.') + 1)..];
        return [.. option.Values.Select(value => value is null ? $"no {name}" : $"{name} {value}")];
    }
}
