using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

/// <summary>What people and programs ask about audits. They are few; the runs that they audit may be many.</summary>
public sealed class AuditQueries(TrackerDatabase database, RunQueries queries)
{
    /// <summary>Audits of one run that are ever shown; each night adds one.</summary>
    public const int MostOfRun = 200;

    private const int MostNames = 200;

    /// <summary>The audit that this run executes; null for a run that is none.</summary>
    public Task<AuditRow?> FindAsync(Guid runId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => Rows(db, db.Audits().Where(audit => audit.RunId == runId)).SingleOrDefaultAsync(cancellationToken),
            cancellationToken);

    /// <summary>The audit with this id, or with an id that begins so.</summary>
    /// <exception cref="RunException">There is none, or several ids begin so.</exception>
    public async Task<AuditRow> ShowAsync(string idOrPrefix, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(idOrPrefix, cancellationToken);
        return await FindAsync(runId, cancellationToken) ?? throw new AuditNotFoundException(idOrPrefix);
    }

    /// <summary>Those of one run, the newest first.</summary>
    public Task<IReadOnlyList<AuditRow>> OfRunAsync(Guid subjectId, CancellationToken cancellationToken) =>
        ListAsync(audits => audits.Where(audit => audit.SubjectId == subjectId), 0, MostOfRun, cancellationToken);

    /// <summary>A page of all, the newest first.</summary>
    /// <param name="name">Only those of runs of this experiment; null for all.</param>
    /// <param name="skip">How many come before.</param>
    /// <param name="limit">How many, at most <see cref="AuditPage.MaxLimit"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditPage> ListAsync(string? name, int skip, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, AuditPage.MaxLimit);
        IQueryable<Audit> Named(IQueryable<Audit> audits) =>
            name is null ? audits : audits.Where(audit => audit.Name == name);

        return new AuditPage
        {
            Audits = await ListAsync(Named, skip, limit, cancellationToken),
            TotalCount = await database.ReadAsync(
                db => Named(db.Audits()).CountAsync(cancellationToken), cancellationToken),
        };
    }

    /// <summary>The latest audits that came to a verdict, the newest first.</summary>
    public Task<IReadOnlyList<AuditRow>> VerdictsAsync(
        string? name, int limit, CancellationToken cancellationToken) =>
        ListAsync(
            audits => audits.Where(audit => audit.Verdict != null && (name == null || audit.Name == name)),
            0, limit, cancellationToken);

    /// <summary>Names of audited experiments, the one that was audited last first.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            db => db.Audits().GroupBy(audit => audit.Name)
                .OrderByDescending(group => group.Max(audit => audit.CreatedAt)).ThenBy(group => group.Key)
                .Select(group => group.Key).Take(MostNames).ToListAsync(cancellationToken),
            cancellationToken);

    /// <summary>Whether an audit has not ended; one that is held does nothing.</summary>
    public Task<bool> AnyUnderWayAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => UnderWay(db).AnyAsync(audit =>
                db.Runs.Any(run => run.Id == audit.RunId && run.HeldAt == null), cancellationToken),
            cancellationToken);

    /// <summary>The audited run of the latest audit; null where there was none.</summary>
    public Task<Guid?> LatestSubjectAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.Audits().OrderByDescending(audit => audit.CreatedAt).ThenBy(audit => audit.RunId)
                .Select(audit => (Guid?)audit.SubjectId).FirstOrDefaultAsync(cancellationToken),
            cancellationToken);

    /// <summary>How each of the runs stands; those that nobody audited are not among them.</summary>
    public async Task<IReadOnlyDictionary<Guid, AuditStanding>> StandingsAsync(
        IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
    {
        var (latest, underWay) = await database.ReadAsync(
            async db => (
                await Rows(db, LatestWithVerdict(db, runIds)).ToListAsync(cancellationToken),
                await Rows(db, UnderWay(db).Where(audit => runIds.Contains(audit.SubjectId)))
                    .ToListAsync(cancellationToken)),
            cancellationToken);
        var (verdicts, running) = (BySubject(latest), BySubject(underWay));
        return verdicts.Keys.Union(running.Keys).ToDictionary(
            id => id, id => new AuditStanding(verdicts.GetValueOrDefault(id), running.GetValueOrDefault(id)));
    }

    private async Task<IReadOnlyList<AuditRow>> ListAsync(
        Func<IQueryable<Audit>, IQueryable<Audit>> filter, int skip, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            db => Rows(db, filter(db.Audits()))
                .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id)
                .Skip(skip).Take(limit).ToListAsync(cancellationToken),
            cancellationToken);

    // Two of one millisecond are both found here; one of them is taken.
    private static IQueryable<Audit> LatestWithVerdict(TrackerContext db, IReadOnlyCollection<Guid> subjectIds)
    {
        var judged = db.Audits().Where(audit => audit.Verdict != null);
        return judged.Where(audit => subjectIds.Contains(audit.SubjectId))
            .Where(audit => !judged.Any(later =>
                later.SubjectId == audit.SubjectId && later.CreatedAt > audit.CreatedAt));
    }

    // The few unfinished runs first: most audits are over.
    private static IQueryable<Audit> UnderWay(TrackerContext db)
    {
        var unfinished = db.UnfinishedRuns().Select(run => run.Id);
        return db.Audits().Where(audit => unfinished.Contains(audit.RunId));
    }

    private static Dictionary<Guid, AuditRow> BySubject(IEnumerable<AuditRow> rows) =>
        rows.GroupBy(row => row.SubjectId).ToDictionary(
            rows => rows.Key, rows => rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).First());

    private static IQueryable<AuditRow> Rows(TrackerContext db, IQueryable<Audit> audits) =>
        audits.Join(db.Runs, audit => audit.RunId, run => run.Id, (audit, run) => new AuditRow
        {
            Id = audit.RunId,
            SubjectId = audit.SubjectId,
            Name = audit.Name,
            Level = audit.Level,
            Status = run.Status,
            IsHeld = run.HeldAt != null,
            Verdict = audit.Verdict,
            Summary = audit.Summary,
            FirstDivergence = audit.FirstDivergence,
            LargestDifference = audit.LargestDifference,
            Author = run.Author,
            CreatedAt = audit.CreatedAt,
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            Failure = run.Failure,
        });
}
