using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What runs found: reports, answers, comparisons.</summary>
public sealed class RunResults(RunQueries queries, ArtifactStore store)
{
    /// <summary>The run's report; null until it is completed.</summary>
    public Report? Report(Guid runId)
    {
        var path = queries.ReportPath(runId);
        return File.Exists(path) ? ReportFile.Read(path) : null;
    }

    /// <summary>Answers to test questions; null until the run's report is made, and for a seed that it has not.</summary>
    public AnswerSamples? Samples(RunView run, SampleChoice choice, int? seed) =>
        AnswerSamples.Read(store, run.ReportStepKey, choice, seed);

    /// <summary>The summaries of several runs side by side, with differences to the first.</summary>
    /// <exception cref="InputException">A run has no report.</exception>
    public async Task<RunComparison> CompareAsync(
        IReadOnlyList<string> idsOrNames, CancellationToken cancellationToken)
    {
        var runs = new List<ComparedRun>();
        foreach (var idOrName in idsOrNames)
            runs.Add(await LoadAsync(idOrName, cancellationToken));
        return RunComparison.Of(runs);
    }

    private async Task<ComparedRun> LoadAsync(string idOrName, CancellationToken cancellationToken)
    {
        var id = await queries.FindAsync(idOrName, cancellationToken);
        var report = Report(id)
            ?? throw new InputException(idOrName, null, "has no report yet; only completed runs can be compared");
        var run = await queries.RowAsync(id, cancellationToken);
        return new ComparedRun(run.ShortId, run.Name, report.Summary);
    }
}
