using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Postgres;
using WeakToStrong.Tracker.Data.Sqlite;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Data;

[Collection(SharedServers.Name)]
public sealed class TrackerDatabaseTests(TestServers servers)
{
    [Fact]
    public async Task Write_ConnectionBreaksHalfWay_IsDoneAgainAndOnce()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await TestTracker.OpenAsync(store);
        var trials = 0;

        await tracker.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                db.Workers.Add(Worker());
                await db.SaveChangesAsync();
                if (++trials < 3)
                    await db.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pg_backend_pid())");
                return 0;
            },
            default);

        Assert.Equal(3, trials);
        Assert.Equal(1, await CountWorkersAsync(tracker));
    }

    [Fact]
    public async Task Write_TwoTransactionsInEachOthersWay_AreBothDone()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        var ids = new[] { Worker(), Worker() };
        await trackers.First.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.Workers.AddRange(ids);
                return db.SaveChangesAsync();
            },
            default);

        // Each holds the row that the other wants next.
        using var meeting = new Barrier(2);
        var trials = 0;
        await trackers.AtOnceAsync(new[] { ids, [.. ids.Reverse()] }.Select<KnownWorker[], Func<TestTracker, Task>>(
            order => tracker => tracker.Get<TrackerDatabase>().WriteAsync(
                async db =>
                {
                    await FillAsync(db, order[0].Id);
                    if (Interlocked.Increment(ref trials) <= 2)
                        meeting.SignalAndWait();
                    return await FillAsync(db, order[1].Id);
                },
                default)));

        Assert.Equal(3, trials);
    }

    [Fact]
    public async Task Write_RefusedForGood_IsNotTriedAgain()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await TestTracker.OpenAsync(store);
        var trials = 0;

        await Assert.ThrowsAsync<PostgresException>(() => tracker.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                trials++;
                return db.Database.ExecuteSqlRawAsync("SELECT no_such_column");
            },
            default));

        Assert.Equal(1, trials);
    }

    [Fact]
    public async Task Read_TakesLongerThanItMay_IsNotTriedAgain()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        // The server gives up at nine tenths: late enough before the time is over here.
        await using var tracker = await OpenImpatientAsync(store, seconds: 10);
        var trials = 0;

        var error = await Assert.ThrowsAsync<PostgresException>(() => tracker.Get<TrackerDatabase>().ReadAsync(
            db =>
            {
                trials++;
                return db.Database.ExecuteSqlRawAsync("SELECT pg_sleep(30)");
            },
            default));

        Assert.Equal((PostgresErrorCodes.QueryCanceled, 1), (error.SqlState, trials));
    }

    [Fact]
    public async Task Write_WaitsLongForALock_IsTriedAgain()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await OpenImpatientAsync(store);
        await using var other = await TestTracker.OpenAsync(store);
        var release = new TaskCompletionSource();
        var holding = new TaskCompletionSource();
        var holder = other.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                await db.Engine.LockArtifactsAsync(db, alone: true);
                holding.SetResult();
                await release.Task;
                return 0;
            },
            default);
        await holding.Task;
        var trials = 0;

        await tracker.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                if (++trials == 2)
                    release.SetResult();
                await db.Engine.LockArtifactsAsync(db, alone: false);
                return trials;
            },
            default);

        Assert.Equal(2, trials);
        await holder;
    }

    [Fact]
    public async Task Read_ServerIsKilledAndComesBack_Answers()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await TestTracker.OpenAsync(store);
        Assert.Equal(0, await CountWorkersAsync(tracker));
        var server = await servers.PostgresAsync();

        server.Kill();
        var answer = CountWorkersAsync(tracker);
        await server.StartAgainAsync();

        Assert.Equal(0, await answer);
    }

    [Fact]
    public void Classify_WhatIsNoFailureOfTheDatabase_IsFinal()
    {
        Assert.Equal(DatabaseFailure.Final, PostgresFailures.Classify(new InvalidOperationException("a bug")));
        Assert.Equal(DatabaseFailure.Final, PostgresFailures.Classify(new IOException("the store's disk")));
        Assert.Equal(
            DatabaseFailure.Unreachable,
            PostgresFailures.Classify(new InvalidOperationException("wrapped", new NpgsqlException("no connection"))));
    }

    [Fact]
    public void Classify_SqliteFileThatAnotherWritesTo_IsAConflict()
    {
        using var store = new TestStore();
        using var engine = new SqliteEngine(Path.Combine(store.Root, "tracker.db"));

        Assert.Equal(
            DatabaseFailure.Conflict,
            engine.Classify(new DbUpdateException("wrapped", new SqliteException("database is locked", 5))));
        Assert.Equal(DatabaseFailure.Final, engine.Classify(new SqliteException("constraint failed", 19)));
    }

    [Fact]
    public void Patience_OfAConflictAndOfAnAbsence_Ends()
    {
        Assert.True(Patience.Allows(DatabaseFailure.Conflict, 1));
        Assert.False(Patience.Allows(DatabaseFailure.Conflict, 8));
        Assert.False(Patience.Allows(DatabaseFailure.Unreachable, 20));
        Assert.False(Patience.Allows(DatabaseFailure.Final, 1));
        Assert.InRange(Enumerable.Range(1, 19).Sum(trial => Patience.PauseAfter(trial).TotalSeconds), 20, 40);
    }

    private static Task<TestTracker> OpenImpatientAsync(TestStore store, int seconds = 4) =>
        TestTracker.OpenAsync(
            store, options => options with { Database = options.Database + $";Command Timeout={seconds}" });

    private static Task<int> FillAsync(TrackerContext db, Guid workerId) =>
        db.Workers.Where(worker => worker.Id == workerId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(worker => worker.FreeSlotCount, worker => worker.FreeSlotCount - 1));

    private static Task<int> CountWorkersAsync(TestTracker tracker) =>
        tracker.Get<TrackerDatabase>().ReadAsync(db => db.Workers.CountAsync(), default);

    private static KnownWorker Worker() => new()
    {
        Id = MassTransit.NewId.NextGuid(),
        Roles = "trainer",
        Endpoint = "worker",
        SlotCount = 2,
        FreeSlotCount = 2,
        MachineName = "test",
        ProcessId = 1,
        HeardAt = TimeProvider.System.GetUtcNow(),
    };
}
