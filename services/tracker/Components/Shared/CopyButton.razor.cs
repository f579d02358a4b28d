using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Puts a text on the clipboard.</summary>
public sealed partial class CopyButton
{
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    [Parameter]
    public string? Label { get; set; }

    /// <summary>What is shown before the picture, such as a shortened digest.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
