using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>A small picture beside a word; it says nothing of its own to a screen reader.</summary>
public sealed partial class Icon
{
    [Parameter, EditorRequired]
    public required IconName Name { get; set; }

    [Parameter]
    public int Size { get; set; } = 16;
}
