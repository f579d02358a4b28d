using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What can be done with an audit in the state that it is in; a cancelled one loses nothing.</summary>
public sealed partial class AuditActions(RunCommands commands, Toasts toasts)
{
    [Parameter, EditorRequired]
    public required AuditModel Model { get; set; }

    private bool CanRetry => Model.Audit.IsHeld || Model.Audit.Status is RunStatus.Failed or RunStatus.Cancelled;

    private Task CancelAsync() => toasts.TryAsync(
        () => commands.CancelAsync(Model.Audit.Id, CancellationToken.None), "The audit was cancelled.");

    private Task RetryAsync() => toasts.TryAsync(
        () => commands.RetryAsync(Model.Audit.Id, CancellationToken.None), "The audit goes on.");
}
