using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Runs of a sweep as lines over the options that vary, and what came of each.</summary>
public sealed partial class SweepView(NavigationManager navigation)
{
    private readonly Choice<string>[] _measures =
        [.. Measure.All.Select(measure => new Choice<string>(measure.Name, measure.Name))];

    private IReadOnlyList<string> _brushed = [];

    [Parameter, EditorRequired]
    public required SweepModel Model { get; set; }

    [Parameter, EditorRequired]
    public required CompareQuery Query { get; set; }

    private IReadOnlyList<Choice<string>> Methods =>
        [.. Model.Methods.Select(method => new Choice<string>(method, method))];

    /// <summary>What was brushed; all when that is nothing.</summary>
    private IReadOnlyList<SweepRow> Rows =>
        Model.Rows.Where(row => _brushed.Contains(row.Id)).ToArray() is { Length: > 0 } brushed ? brushed : Model.Rows;

    private IReadOnlyList<ParallelAxis> Axes =>
    [
        .. Model.Columns.Select((column, place) => new ParallelAxis
        {
            Id = column.Path,
            Name = column.Path,
            Log = column.IsLogarithmic,
            Categories = column.IsNumber ? null : CategoriesOf(place),
        }),
        new ParallelAxis { Id = "result", Name = Query.OutcomeMeasure.Name },
    ];

    private IReadOnlyList<ParallelLine> Lines =>
    [
        .. Model.Rows.Select(row => new ParallelLine
        {
            Id = row.Id,
            Name = row.Label,
            Color = row.Color,
            Values = [.. row.Values.Select(ValueOf), row.Result?.Mean],
        }),
    ];

    private string[] CategoriesOf(int place) =>
        [.. Model.Rows.Select(row => row.Values[place]).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private object? ValueOf(string? text, int place) =>
        Model.Columns[place].IsNumber ? SweepAxis.NumberOf(text) : text;
}
