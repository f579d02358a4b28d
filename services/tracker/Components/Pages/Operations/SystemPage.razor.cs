using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Hosting;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>
/// How the whole is doing: trouble first, then every part of it. Its folder has another name than the page because a
/// namespace that ends in System would hide .NET's from everything beside it.
/// </summary>
public sealed partial class SystemPage
{
    [Inject]
    private SystemReader Reader { get; set; } = null!;

    protected override object Asked => "system";

    protected override Task<SystemModel> LoadAsync(CancellationToken cancellationToken) =>
        Reader.ReadAsync(cancellationToken);

    private static string JobText(string name) => name switch
    {
        Schedule.Reconcile => "Reconcile: finds what was lost",
        Schedule.CompactMetrics => "Pack the metrics of ended steps",
        Schedule.Retention => "Retention: remove what is over",
        Schedule.NightlyAudit => "Nightly audit: does a random run still reproduce?",
        _ => name,
    };

    private string NextText(JobRow job) => job.NextAt is not { } next
        ? "–"
        : next <= Model!.SeenAt ? "now" : $"in {Numbers.Duration(next - Model.SeenAt)}";
}
