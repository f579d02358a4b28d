using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The runs of a store of this machine; what is launched is executed in this process.</summary>
/// <param name="folder">The store.</param>
/// <param name="hint">What an advised command needs to come to it, as <see cref="StoreFolder.Hint"/> has it.</param>
internal sealed class EmbeddedSource(string folder, string hint = "") : RunSource
{
    // Made by the app host, whose servers know what the runs of this store are.
    private const string ServersFolder = "servers";

    private StoreSession? _session;
    private ArtifactStore? _store;

    public override string Name => folder;

    public override string Hint => hint;

    public override async Task<RunDetails> ShowAsync(
        string idOrName, int sampleCount, bool withLosses, CancellationToken stop)
    {
        var session = await LookAsync(stop);
        var view = await session.Queries.ShowAsync(await session.Queries.FindAsync(idOrName, stop), stop);
        return new RunDetails
        {
            View = view,
            Losses = withLosses
                ? await LossCurve.OfAsync(view, key => session.Queries.MetricsAsync(key, stop))
                : new Dictionary<string, MetricSeries>(),
            Samples = sampleCount == 0
                ? null
                : session.Results.Samples(view, SampleChoice.Spread(sampleCount), seed: null, stop),
            Report = ReportOf(session.Queries, session.Results, view.Run.Id),
            Audit = AuditOf(session.Audits, view),
        };
    }

    public override async Task<RunComparison> CompareAsync(
        IReadOnlyList<string> idsOrNames, CancellationToken stop) =>
        await (await LookAsync(stop)).Results.CompareAsync(idsOrNames, stop);

    public override async Task<RunRow> CancelAsync(string idOrName, CancellationToken stop)
    {
        var session = await ChangeAsync(stop);
        var id = await session.Queries.FindAsync(idOrName, stop);
        await session.Commands.CancelAsync(id, stop);
        return await session.Queries.RowAsync(id, stop);
    }

    public override async Task<Guid> RemoveAsync(string idOrName, CancellationToken stop)
    {
        var session = await ChangeAsync(stop);
        var id = await session.Queries.FindAsync(idOrName, stop);
        await session.Commands.RemoveAsync(id, stop);
        return id;
    }

    public override async Task<GarbageReport> CollectGarbageAsync(
        IReadOnlyList<string> keep, CancellationToken stop)
    {
        if (Directory.Exists(Path.Combine(folder, ServersFolder)))
            throw new InputException(folder, null,
                "belongs to servers: their runs are not known here, and all they need would go; "
                + $"start them with './w2s up{Hint}' and use './w2s gc --server URL'");
        return await (await ChangeAsync(stop)).Garbage.CollectAsync(keep, stop);
    }

    public override Task<PlanView> PlanAsync(ExperimentInput experiment, int? slots, CancellationToken stop)
    {
        var catalogue = MethodCatalogue.Create();
        var plan = MakePlan(experiment, catalogue);
        RequireFiles(plan, catalogue);
        return Task.FromResult(Look(plan, SlotsOf(slots)));
    }

    public override Task<EndedRun> RunAsync(ExperimentInput experiment, int? slots)
    {
        var catalogue = MethodCatalogue.Create();
        var plan = MakePlan(experiment, catalogue);
        RequireFiles(plan, catalogue);
        RequireMemory(plan, SlotsOf(slots), experiment.File);
        var request = LaunchRequest.Of(plan, ExperimentReader.ReadText(experiment.File), experiment.Overrides) with
        {
            Author = Environment.UserName,
        };
        return ExecuteAsync(catalogue, SlotsOf(slots), async (host, stop) =>
            new BegunRun(await host.Launcher.LaunchAsync(request, stop)));
    }

    public override Task<EndedRun> RetryAsync(string idOrName, int? slots) =>
        ExecuteAsync(MethodCatalogue.Create(), SlotsOf(slots), async (host, stop) =>
        {
            var before = await host.Queries.ShowAsync(await host.Queries.FindAsync(idOrName, stop), stop);
            await host.Commands.RetryAsync(before.Run.Id, stop);
            return new BegunRun(before.Run.Id, before);
        });

    public override Task<EndedRun> AuditAsync(string idOrName, AuditSubmission wanted, int? slots) =>
        ExecuteAsync(MethodCatalogue.Create(), SlotsOf(slots), async (host, stop) =>
        {
            var subject = await host.Queries.FindAsync(idOrName, stop);
            return new BegunRun(await host.AuditLauncher.LaunchAsync(
                subject, wanted with { Author = Environment.UserName }, stop));
        });

    // A process that was killed could not say that its runs are interrupted.
    public override string? AdviceOn(IReadOnlyList<RunRow> runs) =>
        runs.FirstOrDefault(run => !run.IsFinished && !run.IsHeld) is { } left && !StoreLock.IsHeld(folder)
            && StoreFolder.MayWrite(folder)
            ? $"no process works on this store now; './w2s retry {left.ShortId}{hint}' goes on with "
                + Printable.Of(left.Name)
            : null;

    public override string? LocationOf(string digest)
    {
        _store ??= ArtifactStore.OpenToRead(folder);
        return _store.HasArtifact(digest) ? _store.ArtifactPath(digest) : null;
    }

    public override ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override async Task<RunPage> PageAsync(
        RunFilter filter, int limit, string? cursor, CancellationToken stop) =>
        await (await LookAsync(stop)).Queries.ListAsync(filter, limit, cursor, stop);

    private async Task<StoreSession> LookAsync(CancellationToken stop) =>
        _session ??= await StoreSession.OpenToReadAsync(folder, stop);

    private async Task<StoreSession> ChangeAsync(CancellationToken stop) =>
        _session ??= await StoreSession.OpenAsync(folder, stop);

    private static ExperimentPlan MakePlan(ExperimentInput experiment, StepCatalogue catalogue) =>
        ExperimentPlan.Make(ExperimentReader.Read(experiment.File, experiment.Overrides, catalogue), catalogue);

    private PlanView Look(ExperimentPlan plan, int slots) =>
        PlanView.Of(plan, ArtifactStore.OpenToRead(folder), slots, MachineMemory.Bytes());

    // Before a store is made: its step would find the same, and be a failed one.
    private void RequireFiles(ExperimentPlan plan, StepCatalogue catalogue)
    {
        var store = ArtifactStore.OpenToRead(folder);
        InputProblem[] problems =
        [
            .. plan.Steps.Where(step => store.FindStep(step.Key) is null)
                .SelectMany(step => catalogue.Kind(step.Spec.Kind).Check(step.Spec)),
        ];
        if (problems.Length > 0)
            throw new InputException(problems);
    }

    // Before a store is made or a runner started: what cannot fit would only be killed, hours later.
    private void RequireMemory(ExperimentPlan plan, int slots, string file)
    {
        var view = Look(plan, slots);
        if (view.MemoryRefusal is { } refusal)
            throw new InputException(file, null, refusal);
        if (view.MemoryWarning is { } warning)
            Console.Error.WriteLine($"w2s: {warning}");
    }

    /// <summary>Hosts one run until it ends or is interrupted.</summary>
    /// <param name="catalogue">What can be executed.</param>
    /// <param name="slots">Steps side by side.</param>
    /// <param name="begin">Puts the run to work on the started host.</param>
    private async Task<EndedRun> ExecuteAsync(
        StepCatalogue catalogue, int slots, Func<EmbeddedHost, CancellationToken, Task<BegunRun>> begin)
    {
        StoreFolder.RequireWritable(folder);
        using var interruption = new Interruption("stopping at the next checkpoint (once more to end at once)");
        Console.Error.WriteLine($"w2s: store {folder}");
        await using var host = await EmbeddedHost.StartAsync(folder, slots, catalogue, interruption.Token);
        var (id, before) = await begin(host, interruption.Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        try
        {
            _ = EndAsync(host.DiskFull, end);
            var views = host.Queries.WatchAsync(id, end.Token);
            var view = await ProgressView.FollowAsync(views, slots, before);
            return new EndedRun(view, ReportOf(host.Queries, host.Results, id), AuditOf(host.Audits, view));
        }
        catch (OperationCanceledException) when (host.DiskFull.IsCompleted)
        {
            await host.StopAsync();
            throw new StorageFullException(
                $"the disk that holds {folder} is full; make room, and './w2s retry {RunRow.ShortIdOf(id)}{Hint}' "
                + "goes on");
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            await host.StopAsync();
            throw new CommandException(
                $"stopped and saved; './w2s retry {RunRow.ShortIdOf(id)}{Hint}' goes on with it");
        }
    }

    private static async Task EndAsync(Task cause, CancellationTokenSource end)
    {
        // Not waited for any more once the run has ended.
        await cause.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cause.IsCompleted)
            await end.CancelAsync();
    }

    private static LocatedReport? ReportOf(RunQueries queries, RunResults results, Guid id) =>
        results.Report(id) is { } report
            ? new LocatedReport(report, queries.ReportPath(id), queries.ReportPath(id))
            : null;

    private static LocatedAudit? AuditOf(AuditReports audits, RunView view) =>
        view.Run.IsAudit && audits.Find(view.Run.Id) is { } report
            ? new LocatedAudit(report, audits.PathOf(view.Run.Id))
            : null;

    private static int SlotsOf(int? given) => given ?? Environment.ProcessorCount;
}
