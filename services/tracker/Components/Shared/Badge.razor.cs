using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

public enum Tone
{
    Quiet,
    Accent,
    Good,
    Warn,
    Bad,
    Info,
}

/// <summary>A word on a coloured ground.</summary>
public sealed partial class Badge
{
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    [Parameter]
    public Tone Tone { get; set; }

    [Parameter]
    public string? Title { get; set; }
}
