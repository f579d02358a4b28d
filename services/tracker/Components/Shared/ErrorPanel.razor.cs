using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Something did not work: what, why, and what to do.</summary>
public sealed partial class ErrorPanel
{
    [Parameter, EditorRequired]
    public required Problem Problem { get; set; }

    /// <summary>It still works, but not as it should.</summary>
    [Parameter]
    public bool IsWarning { get; set; }

    /// <summary>Buttons that do what the advice says.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
