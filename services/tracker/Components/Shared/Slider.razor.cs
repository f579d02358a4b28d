using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>A whole number from 0 up to another; told when it is let go, or moved by a key.</summary>
public sealed partial class Slider
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public int Value { get; set; }

    [Parameter]
    public EventCallback<int> ValueChanged { get; set; }

    [Parameter]
    public int Max { get; set; } = 100;

    /// <summary>The value in words; null: as it is.</summary>
    [Parameter]
    public string? Shown { get; set; }

    private Task ChooseAsync(ChangeEventArgs change) =>
        int.TryParse((string?)change.Value, CultureInfo.InvariantCulture, out var value)
            ? ValueChanged.InvokeAsync(Math.Clamp(value, 0, Max))
            : Task.CompletedTask;
}
