using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>The audits of one run, and how to have another.</summary>
public sealed partial class AuditsTab(AuditLauncher launcher, Toasts toasts)
{
    private Question _asked;
    private AuditLevel _level = AuditLevel.Full;

    [Parameter, EditorRequired]
    public required RunRow Run { get; set; }

    [Parameter, EditorRequired]
    public required AuditStanding Standing { get; set; }

    /// <summary>Null while they are loaded.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AuditRow>? Rows { get; set; }

    private bool CanAudit => Reason is null;

    /// <summary>Why it cannot be audited; null when it can.</summary>
    private string? Reason => Run.Status != RunStatus.Completed
        ? "A run can be audited once it is completed."
        : launcher.HasProof(Run.Id)
            ? null
            : "This run has no proof to audit: an earlier version made it, or its folder was removed. "
                + "Clone it and audit the new run.";

    private void Close(bool isOpen) => _asked = isOpen ? _asked : Question.None;

    private async Task LaunchAsync(AuditLevel level)
    {
        _asked = Question.None;
        await toasts.TryAsync(
            () => launcher.LaunchAsync(Run.Id, new AuditSubmission { Level = level }, CancellationToken.None),
            $"An audit of {Run.Name} has begun.");
    }

    private enum Question
    {
        None,
        Audit,
        Reproduce,
    }
}
