using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>
/// Every run as a line over its options and results. A drag along an axis keeps the lines that pass there.
/// </summary>
public sealed partial class ParallelCoordinates
{
    private const int MaxRows = 200;

    public ParallelCoordinates() => EmptyText = "No runs with such options";

    [Parameter, EditorRequired]
    public required IReadOnlyList<ParallelAxis> Axes { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ParallelLine> Lines { get; set; }

    /// <summary>Ids of the lines that pass through every chosen stretch.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> Brushed { get; set; }

    private object Data => new { Kind = "parallel", Axes, Lines };

    private string Said =>
        $"Parallel coordinates: {Title}, {Lines.Count} runs over "
        + string.Join(", ", Axes.Select(axis => axis.Name));
}
