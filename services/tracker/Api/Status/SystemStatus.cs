using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>Looks at everything that the status page shows.</summary>
internal sealed class SystemStatus(
    TrackerDatabase database,
    WorkerQueries workers,
    ILeadership leadership,
    StoreMeter store,
    ApiOptions options,
    TimeProvider time)
{
    // A worker with room says so every 2 s; one without is known by what it executes.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task<SystemView> LookAsync(CancellationToken cancellationToken)
    {
        var known = await workers.ListAsync(cancellationToken);
        return new SystemView
        {
            Version = typeof(SystemStatus).Assembly.GetName().Version!.ToString(3),
            MachineName = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            StartedAt = _startedAt,
            IsLeading = leadership.IsLeading,
            Runs = await CountsAsync(db => db.Runs.GroupBy(run => run.Status), cancellationToken),
            Steps = await CountsAsync(db => db.Steps.GroupBy(step => step.Status), cancellationToken),
            Workers = known,
            SlotCount = SlotsOf(known),
            Store = await store.StatusAsync(cancellationToken),
            Host = await HostState.ReadAsync(options.HostStatePath, cancellationToken),
        };
    }

    /// <summary>
    /// Steps side by side that the workers offer together; until one is heard, what this machine could.
    /// </summary>
    public async Task<int> SlotCountAsync(CancellationToken cancellationToken) =>
        SlotsOf(await workers.ListAsync(cancellationToken));

    private int SlotsOf(IReadOnlyList<WorkerRow> known)
    {
        var oldest = time.GetUtcNow() - Silence;
        var offered = known.Where(worker => worker.HeardAt >= oldest || worker.Attempts.Count > 0)
            .Sum(worker => worker.SlotCount);
        return offered > 0 ? offered : Environment.ProcessorCount;
    }

    private async Task<IReadOnlyDictionary<string, int>> CountsAsync<TStatus, TRow>(
        Func<TrackerContext, IQueryable<IGrouping<TStatus, TRow>>> groups, CancellationToken cancellationToken)
        where TStatus : struct, Enum
    {
        var counts = await database.ReadAsync(
            db => groups(db).Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken),
            cancellationToken);
        return Enum.GetValues<TStatus>().ToDictionary(
            status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()),
            status => counts.GetValueOrDefault(status));
    }
}
