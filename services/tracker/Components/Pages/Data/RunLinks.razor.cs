using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>The newest run that has a step, and how many more.</summary>
public sealed partial class RunLinks
{
    [Parameter, EditorRequired]
    public required StepUse Use { get; set; }
}
