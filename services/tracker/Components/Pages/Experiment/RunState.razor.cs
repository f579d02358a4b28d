using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Where a run stands: how far, how long still, and if it does not go on, why and what helps.</summary>
public sealed partial class RunState(NavigationManager navigation, TimeProvider time)
{
    private const int MaxFailures = 3;
    private const int MaxRunning = 4;

    [Parameter, EditorRequired]
    public required ExperimentView View { get; set; }

    private string StepsDone =>
        $"{Numbers.Count(View.Run.CompletedCount)} of {Numbers.Count(View.Run.StepCount)} steps";

    private string TimeText => View.Run switch
    {
        { FinishedAt: { } finished } run => $"took {Numbers.Duration(finished - (run.StartedAt ?? run.CreatedAt))}",
        { StartedAt: null } => "not started",
        { IsHeld: true } => "interrupted",
        { StartedAt: { } started } =>
            $"{Numbers.Duration(time.GetUtcNow() - started)} so far, about {Numbers.Duration(View.Pace.Left)} left",
    };

    private Problem? Notice => View switch
    {
        { Run: { IsHeld: true, IsFinished: false } } => new(
            "This run was interrupted",
            "The process that worked on it ended before it did. What is computed is kept.",
            "Press Retry to go on."),
        { Run.Status: RunStatus.Cancelled } => new(
            "This run was cancelled", "Its finished steps are kept.", "Press Retry to go on, or Clone to change it."),
        { Run.Status: RunStatus.Failed, Failures: [] } => new(
            "This run failed", View.Run.Failure, "Press Retry to go on: finished steps stay as they are."),
        { MissingWorkers: [_, ..] missing } => new(
            $"No {string.Join(" and no ", missing)} is connected",
            "Steps are ready, and nobody is there to execute them.",
            "Start one: ./w2s up starts everything, ./w2s serve works by itself. They begin at once."),
        { ReportProblem: { } problem } => new(
            "The report cannot be read", problem, "Remove this run and launch its clone: finished steps are reused."),
        _ => null,
    };

    private static Problem ProblemOf(FailedStep failure) =>
        new($"{failure.Name} failed", failure.Reason, failure.Advice);

    private static string LeftOf(RunningStep step) =>
        step.Left is { } left ? $"{Numbers.Duration(left)} left" : "";

    private string AddressOf(string stepKey) =>
        navigation.With(("tab", "steps"), ("step", stepKey));
}
