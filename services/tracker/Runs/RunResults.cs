using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What runs found: reports, answers, comparisons.</summary>
public sealed class RunResults(RunQueries queries, ArtifactStore store) : IDisposable
{
    private const long MaxReportBytes = 64 << 20;

    private readonly MemoryCache _reports = new(new MemoryCacheOptions { SizeLimit = MaxReportBytes });

    /// <summary>
    /// The run's report; null until it is completed. Pages look at it again and again: it is read and its digest
    /// checked once, and again when the file is another.
    /// </summary>
    public Report? Report(Guid runId)
    {
        var file = new FileInfo(queries.ReportPath(runId));
        if (!file.Exists)
            return null;
        var key = (runId, file.Length, file.LastWriteTimeUtc);
        return _reports.TryGetValue(key, out Report? known)
            ? known
            : _reports.Set(key, ReportFile.Read(file.FullName), new MemoryCacheEntryOptions { Size = file.Length });
    }

    /// <summary>Answers to test questions; null until the run's report is made.</summary>
    public AnswerSamples? Samples(
        RunView run, SampleChoice choice, int? seed, CancellationToken cancellationToken) =>
        AnswerSamples.Read(store, run.ReportStepKey, choice, seed, cancellationToken);

    /// <summary>
    /// The summaries of several runs side by side, with differences to the first. One that is named twice has one
    /// place.
    /// </summary>
    /// <exception cref="InputException">A run has no report.</exception>
    public async Task<RunComparison> CompareAsync(
        IReadOnlyList<string> idsOrNames, CancellationToken cancellationToken)
    {
        var (ids, runs) = (new HashSet<Guid>(), new List<ComparedRun>());
        foreach (var idOrName in idsOrNames)
            if (await queries.FindAsync(idOrName, cancellationToken) is var id && ids.Add(id))
                runs.Add(await LoadAsync(id, idOrName, cancellationToken));
        return RunComparison.Of(runs);
    }

    public void Dispose() => _reports.Dispose();

    private async Task<ComparedRun> LoadAsync(Guid id, string idOrName, CancellationToken cancellationToken)
    {
        var report = Report(id)
            ?? throw new InputException(idOrName, null, "has no report yet; only completed runs can be compared");
        var run = await queries.RowAsync(id, cancellationToken);
        return new ComparedRun(run.ShortId, run.Name, report.Summary);
    }
}
