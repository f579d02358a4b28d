using Bunit;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Audits;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Audits;

public sealed class AuditLookTests : BunitContext
{
    public static TheoryData<string, AuditRow?, AuditRow?> Standings => new()
    {
        { "not audited", null, null },
        { "reproduced (full)", Audit(AuditVerdict.Reproduced), null },
        { "reproduced (inputs)", Audit(AuditVerdict.Reproduced, AuditLevel.Inputs), null },
        { "within tolerance (full)", Audit(AuditVerdict.WithinTolerance), null },
        { "diverged", Audit(AuditVerdict.Diverged), null },
        { "incomplete", Audit(AuditVerdict.Incomplete), null },
        { "audit running", null, Audit(null) },
        { "audit running", Audit(AuditVerdict.Diverged), Audit(null) },
        { "diverged", Audit(AuditVerdict.Diverged), Audit(null) with { IsHeld = true } },
    };

    [Theory]
    [MemberData(nameof(Standings))]
    public void Badge_OfARun_SaysWhatItsAuditsSay(string word, AuditRow? latest, AuditRow? underWay)
    {
        var badge = Render<AuditBadge>(shown => shown.Add(part => part.Standing, new(latest, underWay)));

        Assert.Equal(word, badge.Find(".status").TextContent.Trim());
    }

    internal static AuditRow Audit(AuditVerdict? verdict, AuditLevel level = AuditLevel.Full) => new()
    {
        Id = new Guid(1, 0, 0, new byte[8]),
        SubjectId = new Guid(2, 0, 0, new byte[8]),
        Name = "a run",
        Level = level,
        Status = verdict is null ? RunStatus.Running : RunStatus.Completed,
        IsHeld = false,
        Verdict = verdict,
        Summary = verdict is null ? null : "What came of it.",
        FirstDivergence = null,
        LargestDifference = null,
        Author = null,
        CreatedAt = DateTimeOffset.UnixEpoch,
        StartedAt = DateTimeOffset.UnixEpoch,
        FinishedAt = verdict is null ? null : DateTimeOffset.UnixEpoch,
        Failure = null,
    };
}
