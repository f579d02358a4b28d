using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>Where an artifact comes from and where it went, as a graph and as tables.</summary>
public sealed partial class LineagePart(NavigationManager navigation)
{
    private const int FewNodes = 4;

    [Parameter, EditorRequired]
    public required ArtifactModel Model { get; set; }

    private LineageGraph Graph { get; set; } = LineageGraph.Empty;

    private IReadOnlyList<LineageLine> Made { get; set; } = [];

    private IReadOnlyList<LineageLine> Used { get; set; } = [];

    private string NoMakerText => Model.Source is null
        ? "No step that is known here."
        : "It came from outside: nothing here made it.";

    private string Summary =>
        $"{Numbers.Count(Made.Count)} before, {Numbers.Count(Model.Users.TotalCount)} after";

    protected override void OnParametersSet()
    {
        Graph = LineageGraph.Of(Model);
        Made = LineageLine.Before(Model);
        Used = LineageLine.After(Model);
    }

    private void Open(string node)
    {
        if (Graph.Addresses.TryGetValue(node, out var address))
            navigation.NavigateTo(address);
    }
}
