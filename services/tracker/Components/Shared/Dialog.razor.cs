using MassTransit;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// Asks something while the rest of the page waits: the browser's own modal dialog, which keeps the focus inside and
/// closes with Escape. The focus goes back to where it was.
/// </summary>
public sealed partial class Dialog
{
    private readonly string _titleId = $"dialog-{NewId.NextGuid():N}";

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <summary>Buttons at the foot; the one that does it last.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }

    [Parameter]
    public bool IsWide { get; set; }
}
