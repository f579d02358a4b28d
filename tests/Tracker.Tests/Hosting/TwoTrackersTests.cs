using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Hosting;

/// <summary>Two trackers, each with a host of its own, over one Postgres and one RabbitMQ.</summary>
[Collection(SharedBroker.Name)]
public sealed class TwoTrackersTests(TestBroker broker, TestServers servers)
{
    [Fact]
    public async Task Runs_LeaderLosesTheLeadAgainAndAgain_EveryStepIsExecutedOnce()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var services = new ServiceHosts(broker.Address, store);
        TestHost[] trackers = [await services.StartTrackerAsync(), await services.StartTrackerAsync()];
        await using var worker = await QuickWorker.StartAsync(broker.Address, store);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(index =>
            trackers[index % 2].LaunchAsync(Request(store, index))));
        var unrest = DisturbAsync(store, trackers, runs);
        foreach (var (index, runId) in runs.Index())
            await trackers[1 - (index % 2)].WaitForAsync(runId, RunStatus.Completed);

        Assert.True(await unrest > 0);
        await AssertExecutedOnceAsync(trackers[0], store, runs);
    }

    [Fact]
    public async Task Runs_LeaderEndsHalfWay_TheOtherFinishesThem()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var services = new ServiceHosts(broker.Address, store);
        TestHost[] trackers = [await services.StartTrackerAsync(), await services.StartTrackerAsync()];
        await using var worker = await QuickWorker.StartAsync(broker.Address, store, slotCount: 2);
        var leader = await LeaderAsync(trackers);
        var survivor = trackers.Single(tracker => tracker != leader);
        var runId = await leader.LaunchAsync(Request(store, 0));
        await survivor.WaitAsync(runId, run => run.Run.CompletedCount >= 5);

        await leader.DisposeAsync();
        var wait = await Eventually.TrueAsync(() => survivor.Get<ILeadership>().IsLeading, "the other leads");
        await survivor.WaitForAsync(runId, RunStatus.Completed);

        Assert.InRange(wait.TotalSeconds, 0, 30);
        await AssertExecutedOnceAsync(survivor, store, [runId]);
    }

    [Fact]
    public async Task Watch_AtTheTrackerThatDoesNotSchedule_SeesProgress()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var services = new ServiceHosts(broker.Address, store);
        // The reconciler wakes every view: here it does so at the start and never again.
        var options = TestHost.Options(store) with { ReconcileInterval = TimeSpan.FromHours(1) };
        TestHost[] trackers =
            [await services.StartTrackerAsync(options), await services.StartTrackerAsync(options)];
        var leader = await LeaderAsync(trackers);
        var other = trackers.Single(tracker => tracker != leader);
        await Eventually.TrueAsync(async () => await CountListenersAsync(store) >= 2, "both trackers listen");
        var view = await WhenQuietAsync(other.Get<TrackerSignals>().View);

        await leader.LaunchAsync(Request(store, 0));

        await view.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Takes the lead from whoever has it, as often as there is time for; returns how often it did.</summary>
    private static async Task<int> DisturbAsync(TestStore store, TestHost[] trackers, Guid[] runs)
    {
        var count = 0;
        while (!await AreFinishedAsync(trackers[0], runs))
        {
            count += await EndLeadAsync(store.Database!);
            await Task.Delay(700);
        }
        return count;
    }

    private static async Task<bool> AreFinishedAsync(TestHost tracker, Guid[] runs)
    {
        var rows = await tracker.Queries.AllAsync();
        return rows.Where(run => runs.Contains(run.Id)).All(run => run.IsFinished);
    }

    private static async Task<int> EndLeadAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(pg_terminate_backend(pid))::int FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND objid = hashtext(current_schema())::oid
                AND pid IN (SELECT pid FROM pg_stat_activity
                    WHERE query LIKE 'SELECT 1%' OR query LIKE '%try_advisory%')
            """,
            connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> CountListenersAsync(TestStore store)
    {
        await using var connection = new NpgsqlConnection(store.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*)::int FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%' AND wait_event = 'ClientRead'
            """,
            connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until nothing has come for a while, and returns what completes at the next change.</summary>
    private static async Task<Task> WhenQuietAsync(ChangeSignal signal)
    {
        var next = signal.Next;
        while (await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(2))) == next)
            next = signal.Next;
        return next;
    }

    private static async Task<TestHost> LeaderAsync(TestHost[] trackers)
    {
        await Eventually.TrueAsync(() => trackers.Any(IsLeading), "one of the trackers leads");
        return trackers.Single(IsLeading);
    }

    private static bool IsLeading(TestHost tracker) => tracker.Get<ILeadership>().IsLeading;

    /// <summary>36 steps, of which the first two are every run's.</summary>
    private static LaunchRequest Request(TestStore store, int index)
    {
        var plan = store.Plan();
        var data = plan.Prepare("shared data");
        var shared = plan.Train(data, "shared base");
        plan.Evaluate(shared, $"base scores {index}");
        for (var method = 0; method < 16; method++)
            plan.Evaluate(plan.Train(data, $"model {index} {method}"), $"scores {index} {method}");
        return plan.Request($"run {index}");
    }

    private static async Task AssertExecutedOnceAsync(TestHost tracker, TestStore store, IReadOnlyList<Guid> runs)
    {
        var views = await Task.WhenAll(runs.Select(runId => tracker.Queries.ShowAsync(runId, default)));
        Assert.All(views, view => Assert.Equal(RunStatus.Completed, view.Run.Status));
        Assert.All(views, view => Assert.True(File.Exists(tracker.Queries.ReportPath(view.Run.Id))));
        var steps = views.SelectMany(view => view.Steps).DistinctBy(step => step.Key).ToList();
        Assert.All(steps, step => Assert.Equal(StepStatus.Completed, step.Status));
        // A step of the tracker itself may be begun again by the next leader; no other step may.
        var others = steps.Where(step => step.Host != StepHost.Tracker).ToList();
        Assert.All(others, step => Assert.Equal(1, step.AttemptCount));
        Assert.Equal(
            others.Select(step => $"{step.Name} 0").Order(),
            store.Executions.Where(line => others.Exists(step => line == $"{step.Name} 0")).Order());
        var completed = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.Attempts.CountAsync(attempt => attempt.Status == AttemptStatus.Completed), default);
        Assert.Equal(steps.Count, completed);
    }
}
