using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>Looks at everything that the status page shows.</summary>
internal sealed class SystemStatus(
    TrackerDatabase database, WorkerRegistry workers, StoreMeter store, ApiOptions options, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task<SystemView> LookAsync(CancellationToken cancellationToken) => new()
    {
        Version = typeof(SystemStatus).Assembly.GetName().Version!.ToString(3),
        MachineName = Environment.MachineName,
        StartedAt = _startedAt,
        Runs = await CountsAsync(db => db.Runs.GroupBy(run => run.Status), cancellationToken),
        Steps = await CountsAsync(db => db.Steps.GroupBy(step => step.Status), cancellationToken),
        SlotCount = await SlotCountAsync(cancellationToken),
        Store = await store.StatusAsync(cancellationToken),
        Host = await HostState.ReadAsync(options.HostStatePath, cancellationToken),
    };

    /// <summary>Steps side by side that the workers offer together; until one is heard, what this machine could.</summary>
    public Task<int> SlotCountAsync(CancellationToken cancellationToken)
    {
        var offered = workers.WithRoom().Sum(worker => worker.SlotCount);
        return Task.FromResult(offered > 0 ? offered : Environment.ProcessorCount);
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
