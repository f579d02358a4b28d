using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Hosting;

/// <summary>A tracker whose database is on a server, with a worker in its process.</summary>
[Collection(SharedServers.Name)]
public sealed class ServerHostTests(TestServers servers)
{
    [Fact]
    public async Task Launch_WholeGraph_CompletesWithReportAndMetrics()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var host = await TestHost.StartAsync(store);
        var plan = store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", Behaviour.CrashOften);
        plan.Evaluate(train, "scores");

        var run = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        Assert.True(File.Exists(host.Queries.ReportPath(run.Run.Id)));
        Assert.Equal(["data 0", "sft 0", "sft 1", "sft 2", "sft 3", "scores 0"], store.Executions);
        var metrics = await host.Queries.MetricsUntilAsync(train.Step.Key, 4);
        var loss = Assert.Single(metrics, series => series.Name == "loss");
        var updates = loss.Samples.Select(sample => (int)sample.At).ToList();
        // What an attempt measured is ignored when it comes after the next has begun; the last one's is not.
        Assert.Equal(Enumerable.Range(1, 4).Where(update => update == 4 || updates.Contains(update)), updates);
        // Packed by the schedule, in their own time.
        await Eventually.TrueAsync(
            () => host.Get<TrackerDatabase>().ReadAsync(db => Task.FromResult(!db.SeriesPoints.Any()), default),
            "the metrics are packed");
    }

    [Fact]
    public async Task Start_ServerIsAway_WaitsForIt()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        var server = await servers.PostgresAsync();
        server.Kill();

        var start = TestHost.StartAsync(store);
        await Task.WhenAny(start, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.False(start.IsCompleted);
        await server.StartAgainAsync();

        await using var host = await start;
        var plan = store.Plan();
        plan.Prepare();
        await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);
    }

    [Fact]
    public async Task Run_ServerIsKilledAndComesBack_GoesOn()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var host = await TestHost.StartAsync(store);
        var plan = store.Plan();
        plan.Evaluate(plan.Train(plan.Prepare(), "sft", updates: 20, milliseconds: 50), "scores");
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);
        var server = await servers.PostgresAsync();

        server.Kill();
        await server.StartAgainAsync();
        var run = await host.WaitForAsync(runId, RunStatus.Completed);

        Assert.All(run.Steps, step => Assert.Equal(StepStatus.Completed, step.Status));
    }

    [Fact]
    public async Task Health_DatabaseAnswersOrNot_IsSaid()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var host = await TestHost.StartAsync(store);
        var health = host.Get<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await ReadyAsync(health)).Status);
        var server = await servers.PostgresAsync();

        server.Kill();
        await Eventually.TrueAsync(
            async () => (await ReadyAsync(health)).Status == HealthStatus.Unhealthy, "the server is gone");
        var report = await ReadyAsync(health);
        await server.StartAgainAsync();

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains(
            "the database does not answer", report.Entries["database"].Description, StringComparison.Ordinal);
        Assert.DoesNotContain(
            new NpgsqlConnectionStringBuilder(store.Database).Password!, report.Entries["database"].Description,
            StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await ReadyAsync(health)).Status == HealthStatus.Healthy, "the database answers again");
    }

    [Fact]
    public void Options_OnAServerThatHoldsRuns_AreRefused()
    {
        using var store = new TestStore { Database = "Host=nowhere" };

        Assert.Throws<ArgumentException>(
            () => (TestHost.Options(store) with { ContinueInterruptedRuns = false }).Validate());
    }

    private static Task<HealthReport> ReadyAsync(HealthCheckService health) =>
        health.CheckHealthAsync(check => check.Tags.Contains("ready") && check.Name == "database");
}
