using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What a run found, what people say about it, and what it left.</summary>
public sealed partial class OverviewTab(NavigationManager navigation)
{
    private const int MaxArtifacts = 12;
    private const string ModelOutput = "model";

    [Parameter, EditorRequired]
    public required ExperimentView View { get; set; }

    private string StepsHref => navigation.With(("tab", "steps"), ("view", "list"));

    /// <summary>The models first: they are what people come for.</summary>
    private IReadOnlyList<MadeArtifact> Artifacts =>
    [
        .. (View.Steps ?? []).SelectMany(step => step.Outputs.Select(output =>
                new MadeArtifact(step.Name, output.Key, output.Value)))
            .OrderByDescending(artifact => artifact.Output == ModelOutput),
    ];

    private (string Title, string Text) NoReport => View.Run switch
    {
        { IsHeld: true } => ("No results yet", "Retry the run: it goes on where it stopped."),
        { Status: RunStatus.Failed } => ("No results", "The run failed before its report. What helps stands above."),
        { Status: RunStatus.Cancelled } => ("No results", "The run was cancelled before its report."),
        { Status: RunStatus.Completed } => ("No results", "The report is not in the store any more."),
        { Status: RunStatus.Queued } => ("Not started yet", "The run begins when a worker has room."),
        _ => ("No results yet", "The report comes last. Curves and steps show how it goes until then."),
    };

    private sealed record MadeArtifact(string Step, string Output, string Digest);
}
