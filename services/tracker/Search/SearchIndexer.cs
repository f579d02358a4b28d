using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Search;

/// <summary>Makes runs findable whose launch did not: those from before there were searches.</summary>
public sealed class SearchIndexer(TrackerDatabase database, RunResults results, ILogger<SearchIndexer> logger)
{
    private const int BatchSize = 50;

    /// <summary>
    /// Does what is missing, the newest runs first, and removes options that no run has. Returns the number of runs.
    /// </summary>
    public async Task<int> CatchUpAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await PendingAsync(cancellationToken) is { Count: > 0 } pending)
        {
            foreach (var run in pending)
                await AddAsync(run, cancellationToken);
            count += pending.Count;
        }
        await database.WriteAsync(RemoveUnusedAsync, cancellationToken);
        return count;
    }

    private static async Task<int> RemoveUnusedAsync(TrackerContext db)
    {
        await db.Engine.LockArtifactsAsync(db, alone: true);
        return await SearchIndex.RemoveUnusedAsync(db);
    }

    private Task<List<PendingRun>> PendingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.Experiments()
                .Where(run => !db.RunIndexings().Any(row => row.RunId == run.Id
                    && row.Revision >= SearchIndex.Revision
                    && (row.HasResults || run.Status != RunStatus.Completed)))
                .OrderByDescending(run => run.CreatedAt)
                .Take(BatchSize)
                .Select(run => new PendingRun(run.Id, run.ExperimentText, run.Status == RunStatus.Completed))
                .ToListAsync(cancellationToken),
            cancellationToken);

    private Task<Guid> AddAsync(PendingRun run, CancellationToken cancellationToken)
    {
        var options = ReadOptions(run);
        var report = run.IsCompleted ? ReadReport(run.Id) : null;
        return database.WriteAsync(
            async db =>
            {
                // Options that a run is about to have are not removed meanwhile.
                await db.Engine.LockArtifactsAsync(db, alone: false);
                await SearchIndex.AddRunAsync(db, run.Id, options);
                await MarkStepsAsync(db, run.Id, options);
                if (run.IsCompleted)
                    await SearchIndex.AddResultsAsync(db, run.Id, report);
                return run.Id;
            },
            cancellationToken);
    }

    /// <summary>A launch marks its steps as it writes them.</summary>
    private static async Task MarkStepsAsync(TrackerContext db, Guid runId, ExperimentOptions options)
    {
        var members = await db.RunMembers.AsNoTracking().Where(member => member.RunId == runId).ToListAsync();
        foreach (var steps in members.GroupBy(member => StepSystem.Of(member.Name), StringComparer.Ordinal))
        {
            var keys = steps.Select(member => member.StepKey).ToArray();
            var method = StepSystem.MethodOf(steps.Key, options);
            await db.RunMembers.Where(member => member.RunId == runId && keys.Contains(member.StepKey))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(member => member.System, steps.Key)
                    .SetProperty(member => member.Method, method));
        }
    }

    private ExperimentOptions ReadOptions(PendingRun run)
    {
        try
        {
            return ExperimentOptions.Read(run.ExperimentText);
        }
        catch (InputException exception)
        {
            logger.LogWarning("Run {RunId} is not found by its options: {Reason}", run.Id, exception.Problems[0]);
            return new ExperimentOptions { Sections = [] };
        }
    }

    /// <summary>The run's report; null when there is none that can be read.</summary>
    public Report? ReadReport(Guid runId)
    {
        try
        {
            return results.Report(runId);
        }
        catch (InvalidDataException exception)
        {
            logger.LogWarning("Run {RunId} is not found by its results: {Reason}", runId, exception.Message);
            return null;
        }
    }

    private sealed record PendingRun(Guid Id, string ExperimentText, bool IsCompleted);
}
