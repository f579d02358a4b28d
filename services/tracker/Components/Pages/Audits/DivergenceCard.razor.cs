using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>Where the first difference is, as a picture of the ledger, and what one replay up to it showed.</summary>
public sealed partial class DivergenceCard
{
    private const int MaxRows = 32;

    [Parameter, EditorRequired]
    public required LocatedDivergence Located { get; set; }

    private FirstDivergence Divergence => Located.Divergence;

    private string MoreRows =>
        Divergence.Rows.Count > MaxRows ? $" and {Numbers.Count(Divergence.Rows.Count - MaxRows)} more" : "";
}
