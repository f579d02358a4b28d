using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What differs between where a run was made and where it was audited.</summary>
public sealed partial class EnvironmentTable
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<EnvironmentDifference> Differences { get; set; }
}
