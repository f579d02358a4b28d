using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>One audit: its verdict, what was done for it, and where the first difference is.</summary>
public sealed partial class AuditPage(AuditReader reader)
{
    private string? _found;
    private Problem? _notFound;

    /// <summary>The audit's id; its beginning leads to it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    protected override object Asked => AuditId;

    protected override object? Subject => AuditId;

    private Guid AuditId => Guid.TryParseExact(Id, "N", out var id) ? id : default;

    private LocatedDivergence? Divergence => Model?.Report is { } report
        ? FirstDivergenceText.Find(report with { Steps = Model.Flawed })
        : null;

    private Problem? Trouble => Model switch
    {
        { ReportProblem: { } reason } => new("The report cannot be read", reason, "Audit the run again."),
        { Audit: { IsHeld: true, IsFinished: false } } => new(
            "This audit was interrupted", "The process that worked on it ended before it did.",
            "Press Retry to go on."),
        { Audit: { Status: RunStatus.Failed, Failure: var reason } } => new(
            "This audit failed before its verdict", reason, "Steps and logs say more. Press Retry to go on."),
        { Audit.Status: RunStatus.Cancelled } => new(
            "This audit was cancelled", "It has no verdict.", "Press Retry to go on."),
        _ => null,
    };

    protected override async Task OnParametersSetAsync()
    {
        if (AuditId != default || await LeadToIdAsync())
            await base.OnParametersSetAsync();
    }

    protected override Task<AuditModel> LoadAsync(CancellationToken cancellationToken) =>
        reader.ReadAsync(AuditId, RendererInfo.IsInteractive, cancellationToken);

    /// <summary>Goes on at the address with the whole id; false, as this address shows nothing itself.</summary>
    private async Task<bool> LeadToIdAsync()
    {
        if (_found == Id)
            return false;
        _found = Id;
        try
        {
            Navigation.NavigateTo($"/audits/{await reader.FindAsync(Id, CancellationToken.None):N}", replace: true);
        }
        catch (NotThereException)
        {
            Navigation.NotFound();
        }
        catch (RunException exception)
        {
            _notFound = Shared.Problem.Of(exception);
        }
        return false;
    }

    private string HrefOf(string file) => $"/api/audits/{Model!.Id}/files/{Uri.EscapeDataString(file)}";
}
