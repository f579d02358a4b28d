using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>How much of something is done.</summary>
public sealed partial class Progress
{
    /// <summary>0 to 1; null while it cannot be said.</summary>
    [Parameter, EditorRequired]
    public required double? Fraction { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    private string? Shown => Fraction is { } fraction
        ? Math.Clamp(fraction, 0, 1).ToString("0.###", CultureInfo.InvariantCulture)
        : null;
}
