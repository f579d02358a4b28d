using System.Diagnostics;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;
using WeakToStrong.W2s.Remote;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>
/// Kills processes of a running system one after the other and sees whether it matters: every run must finish, with the
/// digests of an undisturbed one, and no step may be recorded twice.
/// </summary>
internal sealed class ChaosBenchmark(ChaosOptions options)
{
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    // A runner lives for seconds, and the run may have ended during the pause: work is kept up while one is looked for.
    // Somebody else is killed when there is none for so long.
    private static readonly TimeSpan SearchTime = TimeSpan.FromMinutes(2);

    public async Task<ChaosReport> RunAsync(CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("w2s-chaos-").FullName;
        try
        {
            var report = await RunAsync(Path.Combine(folder, "servers"), stop);
            var runs = await CompareAsync(report.Runs, Path.Combine(folder, "undisturbed"), stop);
            return report with { Runs = runs, TotalSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<ChaosReport> RunAsync(string store, CancellationToken stop)
    {
        await using var host = await HostProcess.StartAsync(store, options.Trainers, options.Labelers, stop);
        Say($"ready at {host.Url} after {Format.Duration(host.StartTime)}");
        using var runs = new ChaosRuns(new TrackerClient(ServerAddress.Resolve(host.Url)!), options.ExperimentFile);
        var kills = new List<KillRecord>();
        var victims = new Victims(new HostTable(store), store, runs);
        var killed = await InTimeAsync(KillAsync(kills, runs, victims, stop), stop);
        var views = await FinishAsync(runs, stop);
        var digests = new List<ChaosRun>();
        foreach (var (index, view) in views.Index())
            digests.Add(await OutcomeAsync(runs, seed: index + 1, view, stop));
        var steps = await InTimeAsync(StepsAsync(runs, [.. views.OfType<RunView>()], stop), stop);
        return new ChaosReport
        {
            Seed = options.Seed,
            Trainers = options.Trainers,
            Labelers = options.Labelers,
            Kills = kills,
            HungMeanwhile = killed is null,
            Runs = digests,
            AttemptCount = steps?.Sum(step => step.Attempts.Count),
            StepsRecordedTwice = steps?.Count(step => step.Attempts.Count(IsCompleted) > 1),
            Divergences = ArtifactStore.Open(store).Divergences().Count,
            StartSeconds = host.StartTime.TotalSeconds,
            StopSeconds = (await host.StopAsync())?.TotalSeconds,
            TotalSeconds = 0,
        };
    }

    /// <summary>
    /// What was asked for; null when a limit passed first, which is what this looks for, and no failure of its own.
    /// </summary>
    private static async Task<T?> InTimeAsync<T>(Task<T> asked, CancellationToken stop)
        where T : class
    {
        try
        {
            return await asked;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Say("the system hangs: what was asked for did not come in time");
            return null;
        }
    }

    /// <param name="kills">Gets each kill, so that those before a hang are known.</param>
    private async Task<IReadOnlyList<KillRecord>> KillAsync(
        List<KillRecord> kills, ChaosRuns runs, Victims victims, CancellationToken stop)
    {
        foreach (var planned in new KillSequence(options.Seed).All())
        {
            if (kills.Count == options.Kills)
                break;
            await runs.EnsureWorkAsync(stop);
            await Task.Delay(planned.Pause, stop);
            if (await SearchAsync(runs, victims, planned.Victim, turn: kills.Count, stop) is not { } victim)
                continue;
            var kill = await KillAsync(victim, stop);
            kills.Add(kill);
            Say($"kill {kills.Count}/{options.Kills}: {kill.Name}, "
                + (kill.RecoverySeconds is { } seconds ? $"back in {Format.Seconds(seconds)}" : "not back"));
        }
        return kills;
    }

    private static async Task<Victim?> SearchAsync(
        ChaosRuns runs, Victims victims, VictimKind kind, int turn, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < SearchTime)
        {
            if (await victims.FindAsync(kind, turn, stop) is { } victim)
                return victim;
            await runs.EnsureWorkAsync(stop);
            await Task.Delay(LookPause, stop);
        }
        return null;
    }

    private async Task<KillRecord> KillAsync(Victim victim, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        ProcessTree.Kill(victim.ProcessId);
        while (Stopwatch.GetElapsedTime(start) < options.RecoveryLimit)
        {
            if (await victim.HasRecovered(stop))
                return new KillRecord(victim.Kind, victim.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);
            await Task.Delay(LookPause, stop);
        }
        return new KillRecord(victim.Kind, victim.Name, null);
    }

    /// <summary>The runs in the order of their seeds; null for one that did not end in time.</summary>
    private async Task<IReadOnlyList<RunView?>> FinishAsync(ChaosRuns runs, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(options.FinishLimit);
        var views = new List<RunView?>();
        foreach (var id in runs.Ids)
            views.Add(await InTimeAsync(runs.WaitAsync(id, patience.Token), stop));
        return views;
    }

    private static async Task<ChaosRun> OutcomeAsync(ChaosRuns runs, int seed, RunView? view, CancellationToken stop) =>
        view is { Run.Status: RunStatus.Completed }
            ? new ChaosRun(seed, true, await InTimeAsync(runs.ReportDigestAsync(view, stop), stop), null)
            : new ChaosRun(seed, false, null, null);

    private static async Task<IReadOnlyList<StepView>> StepsAsync(
        ChaosRuns runs, IReadOnlyList<RunView> views, CancellationToken stop)
    {
        var steps = new List<StepView>();
        foreach (var key in views.SelectMany(view => view.Steps).Select(step => step.Key).Distinct())
            steps.Add(await runs.StepAsync(key, stop));
        return steps;
    }

    private static bool IsCompleted(AttemptRow attempt) => attempt.Status == AttemptStatus.Completed;

    /// <summary>Executes the same experiments in this process, in a store of their own.</summary>
    private async Task<IReadOnlyList<ChaosRun>> CompareAsync(
        IReadOnlyList<ChaosRun> runs, string store, CancellationToken stop)
    {
        await using var embedded = new EmbeddedSource(store);
        var compared = new List<ChaosRun>();
        foreach (var run in runs)
        {
            stop.ThrowIfCancellationRequested();
            var experiment = new ExperimentInput(options.ExperimentFile, ChaosRuns.Overrides(run.Seed));
            compared.Add(run with { UndisturbedDigest = await DigestAsync(embedded, experiment, stop) });
        }
        return compared;
    }

    private static async Task<string?> DigestAsync(
        EmbeddedSource embedded, ExperimentInput experiment, CancellationToken stop)
    {
        try
        {
            return (await embedded.RunAsync(experiment, slots: null)).Report?.Report.ReportDigest;
        }
        catch (CommandException) when (stop.IsCancellationRequested)
        {
            // It advises to go on with the run, whose store goes now.
            throw new OperationCanceledException(stop);
        }
    }

    private static void Say(string text) => Console.Error.WriteLine($"w2s: {text}");
}
