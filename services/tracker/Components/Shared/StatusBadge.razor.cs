using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// The state of a run, step or attempt: a word, a colour and a shape, so that none has to say it alone.
/// </summary>
public sealed partial class StatusBadge
{
    /// <summary>Made by <see cref="StatusLook"/> of what the state is of.</summary>
    [Parameter, EditorRequired]
    public required StatusLook Look { get; set; }

    [Parameter]
    public string? Title { get; set; }
}
