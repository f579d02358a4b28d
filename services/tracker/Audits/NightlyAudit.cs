using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

/// <summary>
/// Audits a finished run that the date draws, so that what stops reproducing is noticed without anybody asking. Ids of
/// runs are random: the run after a random id is a random run, however many there are.
/// </summary>
public sealed class NightlyAudit(
    TrackerDatabase database,
    AuditQueries audits,
    AuditLauncher launcher,
    TrackerOptions options,
    TimeProvider time,
    ILogger<NightlyAudit> log)
{
    /// <summary>Who asks for it.</summary>
    public const string Author = "nightly audit";

    private const int BatchSize = 100;

    /// <summary>Returns the id of the audit; null when there is none tonight.</summary>
    public async Task<Guid?> LaunchAsync(CancellationToken cancellationToken)
    {
        if (options.Audits.Level is not { } level)
            return null;
        if (await audits.AnyUnderWayAsync(cancellationToken))
        {
            log.LogInformation("No nightly audit: another one is under way");
            return null;
        }
        if (await ChooseAsync(cancellationToken) is not { } subject)
        {
            log.LogInformation("No nightly audit: there is no finished run with a proof");
            return null;
        }
        var audit = await launcher.LaunchAsync(
            subject, new AuditSubmission { Level = level, Author = Author }, cancellationToken);
        log.LogInformation("Nightly audit {Audit} of run {Subject}", audit, subject);
        return audit;
    }

    /// <summary>Not the one that was audited last, unless it is the only one.</summary>
    private async Task<Guid?> ChooseAsync(CancellationToken cancellationToken)
    {
        var last = await audits.LatestSubjectAsync(cancellationToken);
        Guid? onlyOne = null;
        await foreach (var candidate in CandidatesAsync(cancellationToken))
        {
            if (!launcher.HasProof(candidate))
                continue;
            if (candidate != last)
                return candidate;
            onlyOne = candidate;
        }
        return onlyOne;
    }

    /// <summary>Finished runs in the order of their ids, from the one that the date draws, once around.</summary>
    private async IAsyncEnumerable<Guid> CandidatesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var drawn = Drawn(time.GetUtcNow());
        var range = new RunIdRange(drawn, RunIdRange.Everything.Last);
        await foreach (var id in FinishedAsync(range, cancellationToken))
            yield return id;
        // The drawn id itself is nobody's, so it does no harm that both ranges have it.
        range = new RunIdRange(RunIdRange.Everything.First, drawn);
        await foreach (var id in FinishedAsync(range, cancellationToken))
            yield return id;
    }

    private async IAsyncEnumerable<Guid> FinishedAsync(
        RunIdRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var ids = await database.ReadAsync(
                db => db.Experiments().WithIds(range).Where(run => run.Status == RunStatus.Completed)
                    .OrderBy(run => run.Id).Select(run => run.Id).Take(BatchSize).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var id in ids)
                yield return id;
            if (ids.Count < BatchSize)
                yield break;
            // The last one comes again, which was looked at already: an index begins at it.
            range = range with { First = ids[^1] };
        }
    }

    /// <summary>The id that a date draws; the run after it is audited.</summary>
    internal static Guid Drawn(DateTimeOffset now) =>
        new(SHA256.HashData(Encoding.ASCII.GetBytes($"{now.UtcDateTime:yyyy-MM-dd}")).AsSpan(0, 16));
}
