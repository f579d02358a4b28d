using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>How verdicts look, decided once for every page.</summary>
public static class AuditLook
{
    public static StatusLook NotAudited { get; } = new("not audited", Tone.Quiet, StatusShape.Ring);

    private static StatusLook UnderWay { get; } =
        new("audit running", Tone.Info, StatusShape.Arc, IsMoving: true);

    /// <summary>Of a run: what its audits say of it now.</summary>
    public static StatusLook Of(AuditStanding standing) => standing switch
    {
        { UnderWay: { IsHeld: false } } => UnderWay,
        { Latest: { } latest } => Of(latest),
        { UnderWay: { } held } => Of(held),
        _ => NotAudited,
    };

    /// <summary>Of one audit: its verdict, or how far it is from one.</summary>
    public static StatusLook Of(AuditRow audit) => audit switch
    {
        { Verdict: { } verdict } => Of(verdict, audit.Level),
        { Status: RunStatus.Running, IsHeld: false } => UnderWay,
        _ => StatusLook.Of(audit.Status, audit.IsHeld),
    };

    /// <summary>A verdict with how far the audit went: what was not looked at is not vouched for.</summary>
    public static StatusLook Of(AuditVerdict verdict, AuditLevel level)
    {
        var look = Of(verdict);
        return verdict is AuditVerdict.Reproduced or AuditVerdict.WithinTolerance
            ? look with { Word = $"{look.Word} ({AuditWords.Of(level)})" }
            : look;
    }

    public static StatusLook Of(AuditVerdict verdict) => new(AuditWords.Of(verdict), ToneOf(verdict), ShapeOf(verdict));

    public static Tone ToneOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Reproduced => Tone.Good,
        AuditVerdict.Diverged => Tone.Bad,
        _ => Tone.Warn,
    };

    private static StatusShape ShapeOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Reproduced => StatusShape.Dot,
        AuditVerdict.WithinTolerance => StatusShape.Ring,
        AuditVerdict.Diverged => StatusShape.Cross,
        _ => StatusShape.Bar,
    };
}
