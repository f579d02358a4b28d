using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>A mean with its 95 % interval over seeds: 0.62 [0.51, 0.73].</summary>
public sealed partial class IntervalText
{
    [Parameter, EditorRequired]
    public required MeanInterval? Value { get; set; }

    [Parameter]
    public int Digits { get; set; } = 2;

    /// <summary>Why there is none.</summary>
    [Parameter]
    public string? Why { get; set; }

    private string Said => Value is { N: 1 } ? "one seed: no interval" : $"95 % interval over {Value?.N} seeds";

    private string Text(double value) => Numbers.Decimals(value, Digits);
}
