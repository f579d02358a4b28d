using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Puts a text on the clipboard.</summary>
public sealed partial class CopyButton
{
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>What it copies, for who does not see the picture; read before what is shown.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What is shown before the picture, such as a shortened digest.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
