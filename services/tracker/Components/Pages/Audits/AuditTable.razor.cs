using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>Audits, the newest first.</summary>
public sealed partial class AuditTable(TimeProvider time)
{
    /// <summary>Null while they are loaded.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AuditRow>? Rows { get; set; }

    /// <summary>False on the page of the run that all of them audit.</summary>
    [Parameter]
    public bool WithSubject { get; set; }

    [Parameter]
    public string EmptyText { get; set; } = "No audit fits.";

    private TimeSpan? DurationOf(AuditRow audit) =>
        audit.StartedAt is { } started ? (audit.FinishedAt ?? time.GetUtcNow()) - started : null;
}
