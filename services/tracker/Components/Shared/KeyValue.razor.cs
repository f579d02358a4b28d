using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Facts about one thing, as <see cref="Fact"/>.</summary>
public sealed partial class KeyValue
{
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <summary>Several facts beside each other where there is room.</summary>
    [Parameter]
    public bool IsWide { get; set; }
}
