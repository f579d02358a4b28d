using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Nothing is here: why, and the one thing to do about it.</summary>
public sealed partial class EmptyState
{
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public string? Text { get; set; }

    [Parameter]
    public IconName Icon { get; set; } = IconName.Experiments;

    /// <summary>The button to press.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
