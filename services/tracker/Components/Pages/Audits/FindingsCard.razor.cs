using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>Everything that is wrong, in the order of the plan.</summary>
public sealed partial class FindingsCard
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<AuditedStep> Steps { get; set; }
}
