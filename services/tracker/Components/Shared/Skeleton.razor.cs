using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Stands where text or a chart will be.</summary>
public sealed partial class Skeleton
{
    /// <summary>As high as a chart instead of a line.</summary>
    [Parameter]
    public bool IsBlock { get; set; }
}
