using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What was done of every step, and what came of it.</summary>
public sealed partial class AuditedSteps
{
    /// <summary>Null while they are on their way.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AuditedStep>? Steps { get; set; }
}
