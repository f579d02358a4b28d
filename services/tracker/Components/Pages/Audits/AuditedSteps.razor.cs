using System.Text.Json;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What was done of every step, and what was found.</summary>
public sealed partial class AuditedSteps
{
    /// <summary>Null while they are on their way.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AuditedStep>? Steps { get; set; }

    private static string WordOf(FindingKind kind) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()).Replace('-', ' ');
}
