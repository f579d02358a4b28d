using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Quartz;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>Looks at everything that the status page shows.</summary>
internal sealed class SystemStatus(
    TrackerDatabase database,
    WorkerQueries workers,
    ILeadership leadership,
    StoreMeter store,
    BrokerMeter broker,
    ISchedulerFactory schedulers,
    ApiOptions options,
    TimeProvider time)
{
    private static readonly string[] JobNames =
        [Schedule.Reconcile, Schedule.CompactMetrics, Schedule.Retention, Schedule.NightlyAudit];

    private static readonly IReadOnlyDictionary<string, int> NotCounted = new Dictionary<string, int>();

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>All of it.</summary>
    public async Task<SystemView> ShowAsync(CancellationToken cancellationToken) =>
        await LookAsync(cancellationToken) with
        {
            Runs = await CountsAsync(db => db.Experiments().GroupBy(run => run.Status), cancellationToken),
            Steps = await CountsAsync(db => db.Steps.GroupBy(step => step.Status), cancellationToken),
        };

    /// <summary>
    /// All but how many runs and steps there are: they are counted one by one, which is too much for a page that looks
    /// again and again.
    /// </summary>
    public async Task<SystemView> LookAsync(CancellationToken cancellationToken)
    {
        var attempts = await workers.AttemptsAsync(cancellationToken);
        var known = await workers.ListAsync(attempts, cancellationToken);
        return new SystemView
        {
            Version = typeof(SystemStatus).Assembly.GetName().Version!.ToString(3),
            MachineName = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            StartedAt = _startedAt,
            IsLeading = leadership.IsLeading,
            Runs = NotCounted,
            Steps = NotCounted,
            Workers = known,
            SlotCount = WorkerQueries.SlotsOf(known, time.GetUtcNow()),
            Attempts = attempts,
            Queues = await QueuesAsync(cancellationToken),
            Broker = (await broker.LookAsync(cancellationToken)).Status,
            Database = await database.ReadAsync(
                db => db.Engine.LookAsync(db, cancellationToken), cancellationToken),
            Jobs = await JobsAsync(cancellationToken),
            Runtime = new RuntimeStatus(
                RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription, Environment.ProcessorCount),
            Store = await store.StatusAsync(cancellationToken),
            Host = await HostState.ReadAsync(options.HostStatePath, cancellationToken),
        };
    }

    /// <inheritdoc cref="WorkerQueries.SlotCountAsync"/>
    public Task<int> SlotCountAsync(CancellationToken cancellationToken) =>
        workers.SlotCountAsync(time.GetUtcNow(), cancellationToken);

    private async Task<IReadOnlyList<ReadySteps>> QueuesAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            db => db.NeededSteps().Where(step => step.Status == StepStatus.Ready)
                .GroupBy(step => new { step.Kind, step.Host })
                .OrderBy(group => group.Key.Kind)
                .Select(group => new ReadySteps(group.Key.Kind, group.Key.Host, group.Count()))
                .ToListAsync(cancellationToken),
            cancellationToken);

    private async Task<IReadOnlyList<JobRow>> JobsAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var jobs = new List<JobRow>();
        foreach (var name in JobNames)
            if (await scheduler.GetTrigger(new TriggerKey(name), cancellationToken) is { } trigger)
                jobs.Add(new JobRow(name, trigger.PreviousFireTimeUtc, trigger.NextFireTimeUtc));
        return jobs;
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
