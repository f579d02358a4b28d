using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>One metric of many steps, laid over each other.</summary>
public sealed partial class CurvesView(NavigationManager navigation)
{
    private static readonly Choice<CurveX>[] Axes =
    [
        new(CurveX.Step, "step"), new(CurveX.Tokens, "tokens"), new(CurveX.Wall, "wall time"),
        new(CurveX.Device, "device seconds"),
    ];

    [Parameter, EditorRequired]
    public required CurvesModel Model { get; set; }

    [Parameter, EditorRequired]
    public required CompareQuery Query { get; set; }

    private IReadOnlyList<Choice<string>> Metrics => Model.Metrics.Count == 0
        ? [new Choice<string>("", "none yet")]
        : [.. Model.Metrics.Select(name => new Choice<string>(name, name))];

    private IReadOnlyList<Choice<string>> Groups =>
        [.. Model.Groups.Select(group => new Choice<string>(group.Value, group.Title))];

    // Another axis is another chart: what was zoomed into is no part of it.
    private string Chart => $"{Model.Metric}~{Query.Axis}";

    private ChartAxis XAxis => new()
    {
        Label = Query.Axis switch
        {
            CurveX.Tokens => "tokens",
            CurveX.Wall => "wall time, seconds since the step began",
            CurveX.Device => "seconds of the device",
            _ => "step",
        },
    };

    private ChartAxis YAxis => new() { Log = Model.IsLogarithmic };

    private string EmptyText => Model.Metric is null
        ? "No metrics yet: they come while a step is trained"
        : "Nothing can be drawn over this axis";

    private string Explanation => Query.Group == CompareQuery.BySeed
        ? "Every line is one step; where it has more points than fit, its band is from least to most."
        : "Lines are means over seeds with their 95 % band; a seed that several runs have counts once.";

    private void Choose(params (string Name, string? Value)[] choices) => navigation.Choose(choices);

    private void LayOver(CurveX axis) =>
        Choose(("x", axis == CurveX.Step ? null : CompareQuery.Word(axis)), ("zoom", null));

    private void SmoothBy(int percent) =>
        Choose(("smooth", percent == 0 ? null : percent.ToString(CultureInfo.InvariantCulture)));

    private void Toggle(StepChoice toggled)
    {
        var shown = Model.Steps.Where(step => step.IsShown != (step.Name == toggled.Name)).Select(step => step.Name);
        // None is what the address says when it says nothing: the methods.
        Choose(("steps", Address.Join(shown)));
    }

    private void ZoomTo(AxisRange? range)
    {
        var text = range is null ? null : Address.Join([Digits(range.Min), Digits(range.Max)]);
        if (text != Query.Zoom)
            Choose(("zoom", text));
    }

    private static string Digits(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
