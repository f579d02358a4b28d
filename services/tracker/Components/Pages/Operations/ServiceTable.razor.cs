using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>Processes of the system: those that the app host started, or this one.</summary>
public sealed partial class ServiceTable
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<ServiceRow> Services { get; set; }
}
