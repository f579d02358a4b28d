using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Postgres;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Data.Postgres;

[Collection(SharedServers.Name)]
public sealed class PostgresListenerTests(TestServers servers)
{
    [Fact]
    public async Task Write_InOneTracker_WakesTheOthersWhenItIsCommitted()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        using var listener = await ListenAsync(trackers.Second);
        var plan = store.Plan();
        plan.Prepare();
        var (work, view) = Next(trackers.Second);

        await trackers.First.LaunchAsync(plan.Request());

        await Task.WhenAll(work, view).WaitAsync(TimeSpan.FromSeconds(30));
        await listener.StopAsync(default);
    }

    [Fact]
    public async Task Write_IsUndone_WakesNobody()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        using var listener = await ListenAsync(trackers.Second);
        var (work, _) = Next(trackers.Second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => trackers.First.Get<TrackerDatabase>().WriteAsync<int>(
            db =>
            {
                db.Tell(TrackerChange.Work);
                throw new InvalidOperationException("as the test wants it");
            },
            default));
        var (_, view) = Next(trackers.Second);
        await TellAsync(trackers.First, TrackerChange.View);

        // Notifications come in order: with the later one there, the earlier one will not come.
        await view.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(work.IsCompleted);
        await listener.StopAsync(default);
    }

    [Fact]
    public async Task Listen_SessionIsLost_HearsAgainAndMissesNothing()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        using var listener = await ListenAsync(trackers.Second);
        var (work, _) = Next(trackers.Second);

        await using (var connection = new NpgsqlConnection(store.Database))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'", connection);
            Assert.NotEqual(0L, await command.ExecuteScalarAsync());
        }

        // It looks by itself for what it may have missed, and then hears again.
        await work.WaitAsync(TimeSpan.FromSeconds(30));
        (work, _) = Next(trackers.Second);
        await TellAsync(trackers.First, TrackerChange.Work);
        await work.WaitAsync(TimeSpan.FromSeconds(30));
        await listener.StopAsync(default);
    }

    private static async Task<PostgresListener> ListenAsync(TestTracker tracker)
    {
        var listener = new PostgresListener(
            tracker.Get<PostgresServer>(), tracker.Get<PostgresEngine>(), tracker.Get<TrackerSignals>(),
            NullLogger<PostgresListener>.Instance);
        var (work, view) = Next(tracker);
        await listener.StartAsync(default);
        await Task.WhenAll(work, view);
        return listener;
    }

    private static (Task Work, Task View) Next(TestTracker tracker)
    {
        var signals = tracker.Get<TrackerSignals>();
        return (signals.Work.Next, signals.View.Next);
    }

    private static Task<int> TellAsync(TestTracker tracker, TrackerChange change) =>
        tracker.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.Tell(change);
                return Task.FromResult(0);
            },
            default);
}
