using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Tracker.Search;

/// <summary>Which system of a run a step works for, by its name there: <c>seed 1 / dpo / reward model</c>.</summary>
internal static class StepSystem
{
    private const string Separator = " / ";

    /// <summary>What stands behind the seed; the whole name where it has one part.</summary>
    public static string Of(string stepName) => stepName.Split(Separator) is [_, var system, ..] ? system : stepName;

    /// <summary>Null when the system is none of the experiment's methods.</summary>
    public static string? MethodOf(string stepName, ExperimentOptions options)
    {
        var system = Of(stepName);
        return options.Sections.Any(section => section.Method == system) ? system : null;
    }
}
