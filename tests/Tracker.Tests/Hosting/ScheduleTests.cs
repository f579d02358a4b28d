using Npgsql;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Hosting;

/// <summary>The schedule on a server, shared by trackers.</summary>
[Collection(SharedServers.Name)]
public sealed class ScheduleTests(TestServers servers)
{
    [Fact]
    public async Task Start_SeveralTrackersAtOnce_ShareOneSchedule()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestHost.StartWithoutWorkerAsync(store)));

        await Eventually.TrueAsync(
            async () => await AskAsync<long>(store, "SELECT count(*) FROM quartz_scheduler_state") == 3,
            "all trackers have checked in");
        var triggers = await AskAsync<string>(
            store, "SELECT string_agg(trigger_name, ', ' ORDER BY trigger_name COLLATE \"C\") FROM quartz_triggers");

        Assert.Equal("compact metrics, reconcile, retention", triggers);
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Start_NothingIsAuditedAnyMore_TakesTheAuditOutOfTheSchedule()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        var audits = new AuditSchedule { Level = AuditLevel.Full };
        await using (await TestHost.StartAsync(store, TestHost.Options(store) with { Audits = audits }))
            await Eventually.TrueAsync(async () => await CountAuditsAsync(store) == 1, "the audit is scheduled");

        await using var host = await TestHost.StartWithoutWorkerAsync(store);

        await Eventually.TrueAsync(async () => await CountAuditsAsync(store) == 0, "no audit is scheduled");
    }

    [Fact]
    public async Task Start_SchedulerDiedWhileItReconciled_AnotherTakesTheJobOver()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using (await TestHost.StartWithoutWorkerAsync(store))
            await WaitForFiringAsync(store, after: 0);
        await LeaveBehindAsync(store);
        var died = await LastFiringAsync(store);

        await using var host = await TestHost.StartWithoutWorkerAsync(store);

        await WaitForFiringAsync(store, after: died);
        Assert.Equal(0, await AskAsync<long>(
            store, "SELECT count(*) FROM quartz_fired_triggers WHERE instance_name = 'dead'"));
    }

    [Fact]
    public async Task Schedule_LeaseRunsOut_IsReconciledByWhoeverIsThere()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var host = await TestHost.StartWithoutWorkerAsync(store, TimeSpan.FromSeconds(1));
        var plan = store.Plan();
        var train = plan.Evaluate("scores");
        var runId = await host.LaunchAsync(plan.Request());
        await using var other = await TestTracker.OpenAsync(store);
        await other.ClaimAsync(train.Step.Key, endpoint: null);

        var run = await host.WaitAsync(runId, view => view.Steps[0].LastAttempt?.Status == AttemptStatus.Lost);

        Assert.Equal(FailureReason.RunnerLost, run.Steps[0].LastAttempt!.Reason);
        Assert.Equal(StepStatus.Ready, run.Steps[0].Status);
    }

    /// <summary>What a scheduler leaves in the tables that is killed while it executes the job.</summary>
    private static Task<int> LeaveBehindAsync(TestStore store) => AskAsync<int>(
        store,
        """
        INSERT INTO quartz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval)
        SELECT sched_name, 'dead', next_fire_time, 2000 FROM quartz_triggers WHERE trigger_name = 'reconcile';
        INSERT INTO quartz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time,
            sched_time, priority, state, job_name, job_group, is_nonconcurrent, requests_recovery)
        SELECT sched_name, 'dead-1', trigger_name, trigger_group, 'dead', next_fire_time, next_fire_time, 5,
            'EXECUTING', job_name, job_group, true, false
        FROM quartz_triggers WHERE trigger_name = 'reconcile';
        UPDATE quartz_triggers SET trigger_state = 'BLOCKED' WHERE trigger_name = 'reconcile';
        SELECT 0;
        """);

    private static Task<long> CountAuditsAsync(TestStore store) =>
        AskAsync<long>(store, "SELECT count(*) FROM quartz_triggers WHERE trigger_name = 'nightly audit'");

    private static async Task WaitForFiringAsync(TestStore store, long after) =>
        await Eventually.TrueAsync(async () => await LastFiringAsync(store) > after, "the reconciler is fired");

    private static async Task<long> LastFiringAsync(TestStore store) =>
        await AskAsync<bool>(store, "SELECT to_regclass('quartz_triggers') IS NOT NULL")
            ? await AskAsync<long>(
                store,
                "SELECT coalesce(max(prev_fire_time), 0) FROM quartz_triggers WHERE trigger_name = 'reconcile'")
            : 0;

    private static async Task<T> AskAsync<T>(TestStore store, string sql)
    {
        await using var connection = new NpgsqlConnection(store.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
