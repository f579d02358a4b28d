using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What the page's address asks for: a run, and the step that is looked at.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StepKey">The step; null for none.</param>
/// <param name="WithAudits">Whether its audits are listed.</param>
public sealed record ExperimentAsked(Guid RunId, string? StepKey, bool WithAudits = false);

/// <summary>
/// A run as its page shows it. What can be large is missing in what travels with the page: it comes with the first
/// look.
/// </summary>
public sealed record ExperimentView
{
    public required RunRow Run { get; init; }

    public required ExperimentOutline Outline { get; init; }

    public required RunPace Pace { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string Note { get; init; }

    /// <summary>Steps that failed, in the order of the plan.</summary>
    public required IReadOnlyList<FailedStep> Failures { get; init; }

    /// <summary>Whose steps are ready while nobody is there who executes them: trainer, labeler.</summary>
    public required IReadOnlyList<string> MissingWorkers { get; init; }

    /// <summary>Null until the run is completed.</summary>
    public required Report? Report { get; init; }

    /// <summary>Why there is no report although there should be one.</summary>
    public required string? ReportProblem { get; init; }

    /// <summary>Null while they are on their way.</summary>
    public required IReadOnlyList<StepRow>? Steps { get; init; }

    /// <summary>The experiment with all defaults written out; null while it is on its way.</summary>
    public required string? ExperimentText { get; init; }

    /// <summary>The chosen step.</summary>
    public required ChosenStep? Step { get; init; }

    /// <summary>What audits say of it now.</summary>
    public required AuditStanding Standing { get; init; }

    /// <summary>Its audits, the newest first; null unless they are asked for.</summary>
    public required IReadOnlyList<AuditRow>? Audits { get; init; }

    public string Id => Run.Id.ToString("N");
}

/// <summary>How far a run is and how long it will still take; null until that is known.</summary>
public sealed record RunPace(double DoneFraction, TimeSpan? Left, IReadOnlyList<RunningStep> Running);

/// <summary>A step that is executed now.</summary>
public sealed record RunningStep
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string MachineName { get; init; }

    public required double DoneFraction { get; init; }

    public required string? Unit { get; init; }

    public required double? PerSecond { get; init; }

    public required TimeSpan? Left { get; init; }

    /// <summary>12.3 updates/s.</summary>
    public string? Rate => PerSecond is { } rate ? $"{Shared.Numbers.Value(rate)} {Unit}/s" : null;
}

/// <summary>A step that failed, why, and what helps.</summary>
public sealed record FailedStep(string Key, string Name, string Reason, string Advice);

/// <summary>A step that is looked at, in this run.</summary>
public sealed record ChosenStep
{
    public required string Name { get; init; }

    public required bool IsCached { get; init; }

    public required StepView Step { get; init; }

    /// <summary>The chosen step's inputs with the names that their steps have in this run.</summary>
    public required IReadOnlyDictionary<string, string> NamesOfSteps { get; init; }

    public required IReadOnlyList<OutputFiles> Outputs { get; init; }
}

/// <summary>An output and its files.</summary>
/// <param name="Name">Of the output.</param>
/// <param name="Digest">Of the artifact.</param>
/// <param name="Files">Paths within the artifact with sizes in bytes; not more than are shown.</param>
/// <param name="MoreCount">Files that are not among them.</param>
/// <param name="IsThere">False when the artifact was removed.</param>
public sealed record OutputFiles(
    string Name, string Digest, IReadOnlyList<ArtifactFile> Files, int MoreCount, bool IsThere);
