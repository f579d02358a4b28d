using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s;

/// <summary>
/// Where runs are: a store of this machine, which this process works on itself, or a tracker behind its API. Commands
/// know only this.
/// </summary>
internal abstract class RunSource : IAsyncDisposable
{
    /// <summary>The store's folder, or the server's address.</summary>
    public abstract string Name { get; }

    /// <summary>What a command that is advised needs to come here again; begins with a blank unless empty.</summary>
    public abstract string Hint { get; }

    public async Task<RunPage> ListAsync(RunFilter filter, int limit, CancellationToken stop)
    {
        var runs = new List<RunRow>();
        RunPage? page = null;
        do
        {
            page = await PageAsync(filter, Math.Min(limit - runs.Count, RunPage.MaxLimit), page?.NextCursor, stop);
            runs.AddRange(page.Runs);
        }
        while (page.NextCursor is not null && runs.Count < limit);
        return page with { Runs = runs };
    }

    /// <param name="idOrName">The run.</param>
    /// <param name="sampleCount">Test questions to show; 0 for none.</param>
    /// <param name="withLosses">Whether the loss curves are wanted, which takes a look at each training step.</param>
    /// <param name="stop">Gives up.</param>
    public abstract Task<RunDetails> ShowAsync(
        string idOrName, int sampleCount, bool withLosses, CancellationToken stop);

    public abstract Task<RunComparison> CompareAsync(IReadOnlyList<string> idsOrNames, CancellationToken stop);

    public abstract Task<RunRow> CancelAsync(string idOrName, CancellationToken stop);

    /// <summary>The id of the run that was removed.</summary>
    public abstract Task<Guid> RemoveAsync(string idOrName, CancellationToken stop);

    public abstract Task<GarbageReport> CollectGarbageAsync(IReadOnlyList<string> keep, CancellationToken stop);

    /// <param name="experiment">What to plan.</param>
    /// <param name="slots">Steps side by side; null for what there are here.</param>
    /// <param name="stop">Gives up.</param>
    public abstract Task<PlanView> PlanAsync(ExperimentInput experiment, int? slots, CancellationToken stop);

    /// <summary>Launches the experiment and shows how it goes, to its end or until the user interrupts.</summary>
    /// <param name="experiment">What to run.</param>
    /// <param name="slots">Steps side by side; null for what there are here.</param>
    public abstract Task<EndedRun> RunAsync(ExperimentInput experiment, int? slots);

    /// <summary>Goes on with a run, and otherwise does as <see cref="RunAsync"/>.</summary>
    public abstract Task<EndedRun> RetryAsync(string idOrName, int? slots);

    /// <summary>Audits a run, and otherwise does as <see cref="RunAsync"/>.</summary>
    public abstract Task<EndedRun> AuditAsync(string idOrName, AuditSubmission wanted, int? slots);

    /// <summary>What to do about runs that are unfinished though no process works on them; null without such.</summary>
    public virtual string? AdviceOn(IReadOnlyList<RunRow> runs) => null;

    /// <summary>Where an artifact is: its folder, or its address; null where it is not.</summary>
    public abstract string? LocationOf(string digest);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<RunPage> PageAsync(RunFilter filter, int limit, string? cursor, CancellationToken stop);
}

/// <summary>An experiment as it was typed.</summary>
internal sealed record ExperimentInput(string File, IReadOnlyList<string> Overrides);

/// <summary>A run's report, and where it is.</summary>
/// <param name="Report">The report.</param>
/// <param name="Path">Its file in the store.</param>
/// <param name="Location">Where to look for it from here: its file, or its address.</param>
internal sealed record LocatedReport(Report Report, string Path, string Location);

/// <summary>An audit's report, and where it is.</summary>
/// <param name="Report">The report.</param>
/// <param name="Location">Its file, or its address.</param>
internal sealed record LocatedAudit(AuditReport Report, string Location);

/// <summary>A run that was put to work.</summary>
/// <param name="Id">The run.</param>
/// <param name="Before">As it was, if it goes on; null of a new one.</param>
internal sealed record BegunRun(Guid Id, RunView? Before = null);

/// <summary>A run that has come to its end; when it is completed it has a report, or what an audit found.</summary>
internal sealed record EndedRun(RunView View, LocatedReport? Report, LocatedAudit? Audit);

/// <summary>All that is shown of one run.</summary>
internal sealed record RunDetails
{
    public required RunView View { get; init; }

    /// <summary>Key of a step → its loss, where it was asked for and has one.</summary>
    public required IReadOnlyDictionary<string, MetricSeries> Losses { get; init; }

    public required AnswerSamples? Samples { get; init; }

    public required LocatedReport? Report { get; init; }

    /// <summary>Of a run that is an audit.</summary>
    public required LocatedAudit? Audit { get; init; }
}
