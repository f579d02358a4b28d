using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The steps of a run as a graph or a list, and the one that is looked at beside them.</summary>
public sealed partial class StepsTab(ChosenStepReader reader, NavigationManager navigation)
{
    private const string AllSeeds = "all";

    private Guid _edgesOf;
    private IReadOnlyList<GraphEdge>? _edges;

    [Parameter, EditorRequired]
    public required ExperimentView View { get; set; }

    [Parameter]
    public bool IsList { get; set; }

    /// <summary>The graph is seen whole, however small.</summary>
    [Parameter]
    public bool IsFitted { get; set; }

    /// <summary>Only steps of this seed, and those of none; null for the first.</summary>
    [Parameter]
    public string? SeedText { get; set; }

    private string? Chosen => View.Step?.Step.Key;

    private IReadOnlyList<int> Seeds => View.Outline.Seeds;

    private string Seed => SeedText is { Length: > 0 } chosen ? chosen : SeedOfChosen ?? FirstSeed;

    // All seeds together are a graph that fits no window.
    private string FirstSeed => Seeds.Count > 1 ? Seeds[0].ToString(CultureInfo.InvariantCulture) : AllSeeds;

    private string? SeedOfChosen =>
        View.Steps?.FirstOrDefault(step => step.Key == Chosen) is { } step ? SeedOf(step) : null;

    private IReadOnlyList<Choice<string>> SeedChoices =>
    [
        new(AllSeeds, "All seeds"),
        .. Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))
            .Select(seed => new Choice<string>(seed, $"Seed {seed}")),
    ];

    private IReadOnlyList<StepRow>? Shown => View.Steps is { } steps && Seed is not AllSeeds and var seed
        ? [.. steps.Where(step => SeedOf(step) is not { } own || own == seed)]
        : View.Steps;

    private IReadOnlyList<GraphNode> Nodes => [.. Shown!.Select(NodeOf)];

    private IReadOnlyList<GraphEdge> ShownEdges
    {
        get
        {
            var shown = Shown!.Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
            return [.. _edges!.Where(edge => shown.Contains(edge.From) && shown.Contains(edge.To))];
        }
    }

    private string Counts => string.Join(" · ", (Shown ?? [])
        .GroupBy(step => StatusLook.Of(step).Word)
        .Select(group => $"{Numbers.Count(group.Count())} {group.Key}"));

    // Only a live page needs them: the graph is drawn by a script.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_edgesOf == View.Run.Id)
            return;
        _edgesOf = View.Run.Id;
        _edges = await reader.EdgesAsync(View.Run.Id, CancellationToken.None);
        StateHasChanged();
    }

    private static string? SeedOf(StepRow step) =>
        SeedStep.Of(step.Name).Seed?.ToString(CultureInfo.InvariantCulture);

    private GraphNode NodeOf(StepRow step) => new()
    {
        Id = step.Key,
        Label = Seed != AllSeeds ? SeedStep.Of(step.Name).Step : step.Name,
        Note = StepText.Note(step, PaceOf(step)?.Left),
        State = StatusLook.Of(step).Word,
        Cached = step.IsCached,
        Progress = step.Status == StepStatus.Running ? Math.Round(step.DoneFraction, 2) : null,
    };

    private RunningStep? PaceOf(StepRow step) => View.Pace.Running.FirstOrDefault(pace => pace.Key == step.Key);

    private string LeftOf(StepRow step) =>
        PaceOf(step)?.Left is { } left ? Numbers.Duration(left) : "";

    private string AddressOf(string stepKey) => navigation.With(("step", stepKey));

    private void Choose(string? stepKey) => navigation.Choose(("step", stepKey));

    private void ChooseLayout(bool isList) => navigation.Choose(("view", isList ? "list" : null));

    private void Fit(bool isFitted) => navigation.Choose(("graph", isFitted ? "fit" : null));

    private void ChooseSeed(string seed) => navigation.Choose(("steps", seed));
}
