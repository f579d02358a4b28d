using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What is said of a step in few words.</summary>
internal static class StepText
{
    private const int LongestMachine = 9;

    /// <summary>The second line of a step in the graph: short, and of about one length while it changes.</summary>
    public static string Note(StepRow step, TimeSpan? left) => step switch
    {
        { IsCached: true, Status: StepStatus.Completed } => "cached",
        { Status: StepStatus.Running } when left is { } rest =>
            $"{Numbers.Percent(step.DoneFraction)} · {Numbers.Duration(rest)} left",
        { Status: StepStatus.Running } => $"{Numbers.Percent(step.DoneFraction)} · running",
        { Status: StepStatus.Completed, LastAttempt: { } attempt } =>
            $"{Numbers.Duration(attempt.Duration)} · {Short(attempt.MachineName)}",
        _ => StatusLook.Of(step).Word,
    };

    public static string Duration(StepRow step) =>
        step.IsCached ? "" : Numbers.Duration(step.LastAttempt?.Duration);

    private static string Short(string machine) =>
        machine.Length <= LongestMachine ? machine : machine[..(LongestMachine - 1)] + "…";
}
