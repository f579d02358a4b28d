using System.Diagnostics;
using MassTransit;
using Npgsql;
using WeakToStrong.Servers.Postgres;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Remote;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>
/// The tracker on a Postgres of this machine that holds a great many runs: how fast it answers, takes points, and moves
/// steps, and whether its memory grows with that.
/// </summary>
internal sealed class LoadBenchmark(LoadOptions options)
{
    public async Task<LoadReport> RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("w2s-load-").FullName;
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(
                Path.Combine(folder, "postgres"), "tracker", stop: stop);
            return await RunAsync(Path.Combine(folder, "store"), postgres.ConnectionString, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<LoadReport> RunAsync(string store, string connectionString, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var tracker = await LoadTracker.StartAsync(store, connectionString, stop);
        var memory = new List<long> { WorkingSet() };
        var database = new LoadDatabase(source);
        var fill = await FillAsync(database, stop);
        using var client = new TrackerClient(ServerAddress.Resolve(tracker.Address.AbsoluteUri)!);
        var latencies = await new LoadRequests(client, options).MeasureAsync(stop);
        memory.Add(WorkingSet());
        var pages = options.PageTime > TimeSpan.Zero ? await WatchPagesAsync(tracker, client, stop) : [];

        Say($"{options.Steps} steps are ready at once");
        var keys = Enumerable.Range(0, options.Steps).Select(i => $"ready-{i:000000}");
        await database.AddReadyStepsAsync([.. keys], stop);
        var worker = new LoadWorker(tracker.Get<IBus>(), TimeProvider.System);
        var perStep = await worker.ExecuteAsync(options.Steps, stop);
        Say($"points for {Format.Duration(options.IngestTime)}");
        var ledger = tracker.Get<ProgressLedger>();
        var (points, time) = await worker.ReportAsync(
            progress => ledger.RecordAsync(progress, stop), options.IngestTime, stop);
        memory.Add(WorkingSet());
        return new LoadReport
        {
            RunCount = options.Experiments * options.Runs,
            SeriesCount = (long)options.Experiments * options.Runs * options.Series,
            PointCount = (long)options.Experiments * options.Runs * options.Series * options.Points,
            FillSeconds = fill.TotalSeconds,
            DatabaseBytes = await database.SizeAsync(stop),
            Latencies = latencies,
            IngestSeconds = time.TotalSeconds,
            IngestedPoints = points,
            OrchestratedSteps = options.Steps,
            MillisecondsPerStep = perStep,
            WorkingSetBytes = memory,
            PageBytes = pages,
        };
    }

    private async Task<IReadOnlyList<long>> WatchPagesAsync(
        LoadTracker tracker, TrackerClient client, CancellationToken stop)
    {
        var runs = (await client.GetAsync<RunPage>("api/runs?limit=20", stop)).Runs;
        await using var pages = OpenPages.Start(tracker.Address, [.. runs.Select(run => run.Id)]);
        return await pages.WatchAsync(options.PageTime, MemoryOf, Say, stop);
    }

    /// <summary>What is in use: the rest of the working set is the collector's to give back when it likes.</summary>
    private static long MemoryOf() => GC.GetTotalMemory(forceFullCollection: true);

    private async Task<TimeSpan> FillAsync(LoadDatabase database, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        for (var experiment = 0; experiment < options.Experiments; experiment++)
        {
            await database.AddExperimentAsync(experiment, options, stop);
            var elapsed = Stopwatch.GetElapsedTime(start);
            var left = elapsed / (experiment + 1) * (options.Experiments - experiment - 1);
            Say($"filled {experiment + 1}/{options.Experiments} experiments, {Format.Duration(left)} left");
        }
        await database.AnalyseAsync(stop);
        return Stopwatch.GetElapsedTime(start);
    }

    private static long WorkingSet()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Say(string text) => Console.Error.WriteLine($"w2s: {text}");
}
