using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Reads one run with everything that its page shows of it at once.</summary>
public sealed class ExperimentReader(
    RunQueries queries,
    RunResults results,
    WorkerQueries workers,
    ChosenStepReader chosenSteps,
    Tags tags,
    RunNotes notes,
    AuditQueries audits,
    TimeProvider time)
{
    // What travels with the page goes back over the page's connection, in one message of bounded size.
    private const int MaxTravellingRows = 60;
    private const int MaxTravellingText = 20_000;

    /// <summary>The run that is meant by an id, its beginning or a name.</summary>
    public Task<Guid> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        queries.FindAsync(idOrName, cancellationToken);

    /// <summary>A meter of one run; until a pace is measured it counts on all the slots that workers offer.</summary>
    public async Task<ProgressMeter> MeterAsync(CancellationToken cancellationToken) =>
        new(time, await workers.SlotCountAsync(time.GetUtcNow(), cancellationToken));

    /// <param name="asked">Which run and step.</param>
    /// <param name="meter">Knows what the page has seen of the run before.</param>
    /// <param name="isLive">False for the first rendering, whose view must stay small.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ExperimentView> ReadAsync(
        ExperimentAsked asked, ProgressMeter meter, bool isLive, CancellationToken cancellationToken)
    {
        var view = await queries.ShowAsync(asked.RunId, cancellationToken);
        var (report, problem) = view.Run is { Status: RunStatus.Completed, IsAudit: false }
            ? ReportOf(asked.RunId)
            : (null, null);
        return new ExperimentView
        {
            Run = view.Run,
            Outline = OutlineReader.Read(view.ExperimentText),
            Pace = PaceOf(view, meter),
            Tags = [.. (await tags.OfAsync([asked.RunId], cancellationToken))[asked.RunId]],
            Note = await notes.OfAsync(asked.RunId, cancellationToken),
            Failures = [.. view.Steps.Where(step => step.Status == StepStatus.Failed).Select(FailureOf)],
            MissingWorkers = await MissingWorkersAsync(view, cancellationToken),
            Report = isLive ? report : Travelling(report),
            ReportProblem = problem,
            Steps = isLive || view.Steps.Count <= MaxTravellingRows ? view.Steps : null,
            ExperimentText = isLive || view.ExperimentText.Length <= MaxTravellingText ? view.ExperimentText : null,
            Standing = await StandingAsync(asked.RunId, cancellationToken),
            Audits = asked.WithAudits ? await audits.OfRunAsync(asked.RunId, cancellationToken) : null,
            Step = asked.StepKey is { } key
                ? await chosenSteps.ReadAsync(view, key, isLive, cancellationToken)
                : null,
        };
    }

    private async Task<AuditStanding> StandingAsync(Guid runId, CancellationToken cancellationToken) =>
        (await audits.StandingsAsync([runId], cancellationToken)).GetValueOrDefault(runId, AuditStanding.None);

    private static Report? Travelling(Report? report) =>
        report is { Rows.Count: > MaxTravellingRows } ? report with { Rows = [] } : report;

    private static RunPace PaceOf(RunView view, ProgressMeter meter)
    {
        var running = meter.Observe(view).Select(RunningOf).ToArray();
        var fraction = view.TotalSeconds > 0
            ? view.DoneSeconds / view.TotalSeconds
            : view.Run.Status == RunStatus.Completed ? 1 : 0;
        return new RunPace(fraction, view.Run.IsFinished ? null : meter.Left(view), running);
    }

    private static RunningStep RunningOf(StepPace pace) => new()
    {
        Key = pace.Step.Key,
        Name = pace.Step.Name,
        MachineName = pace.Step.LastAttempt?.MachineName ?? "",
        DoneFraction = pace.Step.DoneFraction,
        Unit = pace.Step.LastAttempt?.Unit,
        PerSecond = pace.PerSecond,
        Left = pace.Left,
    };

    private static FailedStep FailureOf(StepRow step) => new(
        step.Key,
        step.Name,
        step.Failure ?? "It ended without a reason.",
        FailureAdvice.For(step.LastAttempt?.Reason));

    /// <summary>One report that cannot be read is told on the page; the rest of the run is still there.</summary>
    private (Report? Report, string? Problem) ReportOf(Guid runId)
    {
        try
        {
            return (results.Report(runId), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return (null, exception.Message);
        }
    }

    private async Task<IReadOnlyList<string>> MissingWorkersAsync(RunView view, CancellationToken cancellationToken)
    {
        var needed = view.Steps
            .Where(step => step.Status == StepStatus.Ready && step.Host != StepHost.Tracker)
            .Select(step => step.Host).Distinct().ToArray();
        if (needed.Length == 0 || view.Run.IsFinished || view.Run.IsHeld)
            return [];
        var now = time.GetUtcNow();
        var offered = (await workers.ListAsync(cancellationToken)).Where(worker => worker.IsThere(now))
            .SelectMany(worker => worker.Roles).ToHashSet();
        var missing = needed.Where(host => !offered.Contains(host));
        return [.. missing.Select(host => host.ToString().ToLowerInvariant())];
    }
}
