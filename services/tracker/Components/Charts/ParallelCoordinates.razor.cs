using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>
/// Every run as a line over its options and results. A drag along an axis keeps the lines that pass there.
/// </summary>
public sealed partial class ParallelCoordinates
{
    private const int MaxRows = 200;

    private ChartCanvas? _canvas;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ParallelAxis> Axes { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ParallelLine> Lines { get; set; }

    /// <summary>Ids of the lines that pass through every chosen stretch.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> Brushed { get; set; }

    [Parameter]
    public ChartSize Size { get; set; }

    [Parameter]
    public string EmptyText { get; set; } = "No runs with such options";

    private object Data => new { Kind = "parallel", Axes, Lines };

    private string Said =>
        $"Parallel coordinates: {Title}, {Lines.Count} runs over "
        + string.Join(", ", Axes.Select(axis => axis.Name));

    private Task SaveAsync() => _canvas?.SavePngAsync(Title) ?? Task.CompletedTask;
}
