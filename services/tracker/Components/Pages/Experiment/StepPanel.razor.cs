using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Everything about one step: how it was executed, what it made, of what, and with which options.</summary>
public sealed partial class StepPanel(NavigationManager navigation, TimeProvider time)
{
    private const int MaxAttempts = 20;
    private const int MaxInputs = 60;
    private const int NoAttempt = 0;

    private int? _opened;

    [Parameter, EditorRequired]
    public required ChosenStep Chosen { get; set; }

    [Parameter, EditorRequired]
    public required Guid RunId { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    private StepView Step => Chosen.Step;

    private StatusLook Look => StatusLook.Of(Step.Status, Chosen.IsCached);

    /// <summary>The attempt whose log is shown: the latest, until another is chosen.</summary>
    private int OpenNumber => _opened ?? (Step.Attempts.Count > 0 ? Step.Attempts[0].Number : NoAttempt);

    private string Options => Step.Options.Count == 0 ? "" : ConfigurationTab.IndentedOf(Step.Options);

    private string About =>
        $"{Step.Kind} · revision {Step.Revision} · seed {Step.Seed} · {Step.Host.ToString().ToLowerInvariant()}";

    private static double FractionOf(AttemptRow attempt) => (double)attempt.DoneCount / attempt.TotalCount;

    private Problem ProblemOf(string failure) => new(
        "This step failed", failure, FailureAdvice.For(Step.Attempts is [var latest, ..] ? latest.Reason : null));

    private string NameOf(StepInput input) =>
        Chosen.NamesOfSteps.GetValueOrDefault(input.StepKey, input.StepKey[..8]);

    private TimeSpan? DurationOf(AttemptRow attempt) =>
        attempt.Duration ?? (attempt.StartedAt is { } started ? time.GetUtcNow() - started : null);

    private string StepHref(string key) => navigation.With(("step", key));

    private void Open(int number) => _opened = number;
}
