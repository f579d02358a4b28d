using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What audits say of a run.</summary>
public sealed partial class AuditBadge
{
    [Parameter, EditorRequired]
    public required AuditStanding Standing { get; set; }

    /// <summary>Where to read more; null where the badge alone is enough.</summary>
    [Parameter]
    public string? Href { get; set; }

    private string? Title => Standing.UnderWay is null ? Standing.Latest?.Summary : null;
}
