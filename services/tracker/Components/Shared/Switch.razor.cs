using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>On or off, at once.</summary>
public sealed partial class Switch
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public bool Value { get; set; }

    [Parameter]
    public EventCallback<bool> ValueChanged { get; set; }
}
