using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>Several runs from one text: options with lists of values.</summary>
public sealed partial class SweepPanel
{
    [Parameter, EditorRequired]
    public required SweepDraft Draft { get; set; }

    [Parameter]
    public EventCallback<SweepDraft> Changed { get; set; }

    /// <summary>Paths of the experiment's options, to choose from.</summary>
    [Parameter]
    public IReadOnlyList<string> Options { get; set; } = [];

    /// <summary>The experiment's name.</summary>
    [Parameter, EditorRequired]
    public required string DefaultName { get; set; }

    [Parameter, EditorRequired]
    public required string Tag { get; set; }

    [Parameter]
    public string? Error { get; set; }

    /// <summary>The plan of these runs; null until there is one.</summary>
    [Parameter]
    public LaunchPlan? Plan { get; set; }

    private long Count => Sweep.Count(Draft.Axes);

    private Task ChangeAsync(int index, SweepLine line) => Changed.InvokeAsync(Draft.With(index, line));

    private Task AddAsync() => Changed.InvokeAsync(Draft with { Lines = [.. Draft.Lines, new("", "")] });
}
