using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What came of an audit and how much was compared, or how far it is.</summary>
public sealed partial class VerdictCard
{
    private const int ShownDigits = 12;

    [Parameter, EditorRequired]
    public required AuditModel Model { get; set; }

    private DateTimeOffset Ended => Model.Audit.FinishedAt ?? Model.Audit.CreatedAt;

    private string Waiting => Model.Audit.Status switch
    {
        RunStatus.Queued => "Not started yet",
        RunStatus.Running => "Under way",
        _ => "No verdict",
    };

    private static string Capital(string word) => string.Concat(word[..1].ToUpperInvariant(), word.AsSpan(1));

    private static string Short(string digest) => digest.Length > ShownDigits ? $"{digest[..ShownDigits]}…" : digest;
}
