using System.Globalization;
using System.Text;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Remote;

/// <summary>The runs of a tracker, through its API; what is launched is executed by the tracker's workers.</summary>
internal sealed class RemoteSource(ServerAddress server) : RunSource
{
    private readonly TrackerClient _client = new(server);

    public override string Name => server.Name;

    public override string Hint => $" --server {server.Name}";

    public override async Task<RunDetails> ShowAsync(
        string idOrName, int sampleCount, bool withLosses, CancellationToken stop)
    {
        var view = await _client.GetAsync<RunView>(PathOf(idOrName), stop);
        var report = await ReportAsync(view, stop);
        return new RunDetails
        {
            View = view,
            Losses = withLosses
                ? await LossCurve.OfAsync(view, key => MetricsAsync(key, stop))
                : new Dictionary<string, MetricSeries>(),
            Samples = sampleCount == 0 || report is null
                ? null
                : await _client.GetAsync<AnswerSamples>($"{PathOf(view)}/samples?spread={sampleCount}", stop),
            Report = report,
            Audit = await AuditAsync(view, stop),
        };
    }

    public override Task<RunComparison> CompareAsync(IReadOnlyList<string> idsOrNames, CancellationToken stop) =>
        _client.GetAsync<RunComparison>(
            "api/compare?" + string.Join('&', idsOrNames.Select(id => $"runs={Uri.EscapeDataString(id)}")), stop);

    public override Task<RunRow> CancelAsync(string idOrName, CancellationToken stop) =>
        _client.PostAsync<RunRow>($"{PathOf(idOrName)}/cancel", null, stop);

    public override async Task<Guid> RemoveAsync(string idOrName, CancellationToken stop) =>
        (await _client.DeleteAsync<RunRow>(PathOf(idOrName), stop)).Id;

    public override Task<GarbageReport> CollectGarbageAsync(IReadOnlyList<string> keep, CancellationToken stop) =>
        _client.PostAsync<GarbageReport>("api/gc", new GarbageRequest { Keep = keep }, stop);

    public override Task<PlanView> PlanAsync(ExperimentInput experiment, int? slots, CancellationToken stop) =>
        _client.PostAsync<PlanView>("api/plans", SubmissionOf(experiment, slots), stop);

    public override Task<EndedRun> RunAsync(ExperimentInput experiment, int? slots) =>
        FollowAsync(slots, async stop =>
        {
            var submission = SubmissionOf(experiment, slots: null);
            return new BegunRun((await _client.PostAsync<RunView>("api/runs", submission, stop)).Run.Id);
        });

    public override Task<EndedRun> RetryAsync(string idOrName, int? slots) =>
        FollowAsync(slots, async stop =>
        {
            var before = await _client.GetAsync<RunView>(PathOf(idOrName), stop);
            await _client.PostAsync<RunRow>($"{PathOf(before)}/retry", null, stop);
            return new BegunRun(before.Run.Id, before);
        });

    public override Task<EndedRun> AuditAsync(string idOrName, AuditSubmission wanted, int? slots) =>
        FollowAsync(slots, async stop =>
        {
            var audit = await _client.PostAsync<AuditRow>(
                $"{PathOf(idOrName)}/audits", wanted with { Author = Environment.UserName }, stop);
            return new BegunRun(audit.Id);
        });

    public override string LocationOf(string digest) => $"{server.Name}/api/artifacts/{digest}.tar";

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task<RunPage> PageAsync(
        RunFilter filter, int limit, string? cursor, CancellationToken stop)
    {
        var query = new StringBuilder().Append(CultureInfo.InvariantCulture, $"api/runs?limit={limit}");
        foreach (var status in filter.Statuses)
            query.Append("&status=").Append(status.Word());
        if (filter.Name is not null)
            query.Append("&name=").Append(Uri.EscapeDataString(filter.Name));
        if (filter.Search is not null)
            query.Append("&search=").Append(Uri.EscapeDataString(filter.Search));
        if (cursor is not null)
            query.Append("&cursor=").Append(Uri.EscapeDataString(cursor));
        return _client.GetAsync<RunPage>(query.ToString(), stop);
    }

    /// <summary>Puts a run to work and shows how it goes. An interruption only stops the showing.</summary>
    private async Task<EndedRun> FollowAsync(int? slots, Func<CancellationToken, Task<BegunRun>> begin)
    {
        if (slots is not null)
            throw new InputException("--slots", null, "is for runs of this machine; a server's workers have their own");
        using var interruption = new Interruption("leaving the run alone (once more to end at once)");
        Console.Error.WriteLine($"w2s: server {server.Name}");
        var run = await begin(interruption.Token);
        try
        {
            return await FollowAsync(run, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            var name = RunRow.ShortIdOf(run.Id);
            throw new CommandException(
                $"run {name} goes on at the server; './w2s show {name}{Hint}' says how it is, "
                + $"'./w2s cancel {name}{Hint}' ends it");
        }
    }

    private async Task<EndedRun> FollowAsync(BegunRun run, CancellationToken stop)
    {
        var outage = new Outage(server, run.Id, TimeProvider.System, ProgressView.Say);
        var system = await outage.BridgeAsync(() => _client.GetAsync<SystemView>("api/system", stop), stop);
        var stream = new RunStream(_client, run.Id, outage);
        var view = await ProgressView.FollowAsync(stream.ViewsAsync(stop), system.SlotCount, run.Before);
        return new EndedRun(
            view,
            await outage.BridgeAsync(() => ReportAsync(view, stop), stop),
            await outage.BridgeAsync(() => AuditAsync(view, stop), stop));
    }

    private async Task<LocatedReport?> ReportAsync(RunView view, CancellationToken stop)
    {
        if (view.Run is not { Status: RunStatus.Completed, IsAudit: false })
            return null;
        var path = $"{PathOf(view)}/report";
        var address = new Uri(server.Url, path).AbsoluteUri;
        var report = ReportFile.Parse(await _client.GetBytesAsync(path, stop), address);
        // The server's own path of it, which it writes into the report.
        var store = (string?)report.Environment?["store"] ?? "";
        return new LocatedReport(report, RunReportWriter.PathOf(store, view.Run.Id), address);
    }

    private async Task<LocatedAudit?> AuditAsync(RunView view, CancellationToken stop)
    {
        if (view.Run is not { Status: RunStatus.Completed, IsAudit: true })
            return null;
        var path = $"api/audits/{view.Run.Id:N}";
        var address = new Uri(server.Url, path).AbsoluteUri;
        return new LocatedAudit(AuditFile.Parse(await _client.GetBytesAsync(path, stop), address), address);
    }

    private async Task<IReadOnlyList<MetricSeries>> MetricsAsync(string stepKey, CancellationToken stop)
    {
        var series = await _client.GetAsync<MetricSeriesView[]>($"api/steps/{stepKey}/metrics", stop);
        return [.. series.Select(metric => metric.ToSeries())];
    }

    /// <summary>The text as it is: what its paths mean is the server's to say.</summary>
    private static ExperimentSubmission SubmissionOf(ExperimentInput experiment, int? slots) => new()
    {
        Experiment = ExperimentReader.ReadText(experiment.File),
        Overrides = experiment.Overrides,
        FileName = experiment.File.Length <= ExperimentSubmission.MaxFileNameLength
            ? experiment.File
            : ExperimentSubmission.DefaultFileName,
        Slots = slots,
        Author = Environment.UserName,
    };

    private static string PathOf(string idOrName) => $"api/runs/{Uri.EscapeDataString(idOrName)}";

    private static string PathOf(RunView view) => $"api/runs/{view.Run.Id:N}";
}
