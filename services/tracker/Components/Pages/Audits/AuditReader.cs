using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>Reads one audit with its report, which is read once, and again when the file is another.</summary>
public sealed class AuditReader(AuditQueries audits, AuditReports reports, RunQueries queries) : IDisposable
{
    private const long MaxReportBytes = 64 << 20;

    // What travels with the page goes back over the page's connection, in one message of bounded size.
    private const int MaxTravellingSteps = 200;
    private const int MaxFlawed = 50;
    private const int MaxFindings = 20;

    private readonly MemoryCache _reports = new(new MemoryCacheOptions { SizeLimit = MaxReportBytes });

    /// <summary>The audit that is meant by an id or its beginning.</summary>
    /// <exception cref="RunException">There is none, or several ids begin so.</exception>
    public async Task<Guid> FindAsync(string idOrPrefix, CancellationToken cancellationToken) =>
        (await audits.ShowAsync(idOrPrefix, cancellationToken)).Id;

    /// <exception cref="RunNotFoundException">No audit has this id.</exception>
    public async Task<AuditModel> ReadAsync(Guid id, bool isLive, CancellationToken cancellationToken)
    {
        var audit = await audits.FindAsync(id, cancellationToken) ?? throw new RunNotFoundException(id.ToString("N"));
        var run = await queries.ShowAsync(id, cancellationToken);
        var (report, problem) = audit.Status == RunStatus.Completed ? ReportOf(id) : (null, null);
        var travels = isLive || report is not { Steps.Count: > MaxTravellingSteps };
        return new AuditModel
        {
            Audit = audit,
            DoneFraction = run.TotalSeconds > 0 ? run.DoneSeconds / run.TotalSeconds : run.Run.IsFinished ? 1 : 0,
            StepCount = run.Run.StepCount,
            CompletedCount = run.Run.CompletedCount,
            HasSubject = await HasRunAsync(audit.SubjectId, cancellationToken),
            Report = report is null ? null : report with { Steps = [] },
            Flawed = [.. (report?.Steps ?? []).Where(step => step.Findings.Count > 0).Take(MaxFlawed)],
            Steps = travels ? report?.Steps : null,
            ReportProblem = problem,
            Files = reports.FilesOf(id),
        };
    }

    public void Dispose() => _reports.Dispose();

    private async Task<bool> HasRunAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await queries.RowAsync(id, cancellationToken);
            return true;
        }
        catch (RunNotFoundException)
        {
            return false;
        }
    }

    private (AuditReport? Report, string? Problem) ReportOf(Guid id)
    {
        try
        {
            return (Find(id), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return (null, exception.Message);
        }
    }

    private AuditReport? Find(Guid id)
    {
        var file = new FileInfo(reports.PathOf(id));
        if (!file.Exists)
            return null;
        var key = (id, file.Length, file.LastWriteTimeUtc);
        if (_reports.TryGetValue(key, out AuditReport? known))
            return known;
        return reports.Find(id) is { } report
            ? _reports.Set(key, Written(report), new MemoryCacheEntryOptions { Size = file.Length })
            : null;
    }

    /// <summary>With what the page shows of it alone.</summary>
    private static AuditReport Written(AuditReport report) => report with
    {
        Steps =
        [
            .. report.Steps.Select(step => step with
            {
                Outputs = new Dictionary<string, string>(),
                Environment = [],
                Findings = [.. step.Findings.Take(MaxFindings)],
            }),
        ],
    };
}
