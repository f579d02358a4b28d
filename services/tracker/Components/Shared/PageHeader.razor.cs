using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>What a page is and what can be done on it; also names the browser's tab.</summary>
public sealed partial class PageHeader
{
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public string? Description { get; set; }

    /// <summary>Links to what this page is part of.</summary>
    [Parameter]
    public RenderFragment? Trail { get; set; }

    /// <summary>Right of the title: a status.</summary>
    [Parameter]
    public RenderFragment? Beside { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }
}
