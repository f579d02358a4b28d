using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>Verdicts over time, a line for each experiment: a sign and a colour for each audit.</summary>
public sealed partial class DriftStrip
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<AuditDrift> Drifts { get; set; }

    private static string SignOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Reproduced => "=",
        AuditVerdict.WithinTolerance => "≈",
        AuditVerdict.Diverged => "≠",
        _ => "?",
    };

    private static string TitleOf(AuditMark mark) => string.Create(
        CultureInfo.InvariantCulture,
        $"{AuditWords.Of(mark.Verdict)} ({AuditWords.Of(mark.Level)}), {mark.At.UtcDateTime:yyyy-MM-dd HH:mm}");
}
