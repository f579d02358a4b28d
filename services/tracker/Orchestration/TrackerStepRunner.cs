using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Executes the steps without tensors in this process, one after the other, away from everybody else's threads. They
/// are claimed and ended through the ledger like any other step.
/// </summary>
public sealed class TrackerStepRunner(
    Dispatcher dispatcher,
    StepLedger ledger,
    ProgressLedger progress,
    StepExecutor executor,
    AttemptLogs logs,
    TrackerOptions options,
    TimeProvider time,
    ILogger<TrackerStepRunner> log)
{
    private const int RenewalsPerLease = 6;

    private readonly StepOwner _self = new()
    {
        WorkerId = NewId.NextGuid(),
        Endpoint = null,
        MachineName = Environment.MachineName,
        ProcessId = Environment.ProcessId,
    };

    private readonly Lock _gate = new();
    private CancellationTokenSource? _stopCurrent;
    private Guid _current;

    /// <summary>Claims the most urgent step and executes it to its end; false when there is none.</summary>
    public async Task<bool> RunNextAsync(CancellationToken stop)
    {
        foreach (var key in await dispatcher.ClaimableAsync([StepHost.Tracker], limit: 1, stop))
        {
            if (await ledger.ClaimAsync(key, _self, stop) is { } command)
                await RunAsync(command, stop);
            return true;
        }
        return false;
    }

    /// <summary>
    /// Ends the attempts of trackers that led before this one does: who leads alone executes such steps.
    /// </summary>
    public Task<int> TakeOverAsync(CancellationToken cancellationToken) =>
        ledger.LoseAsync(
            db => db.OpenAttempts().Where(attempt => attempt.Endpoint == null && attempt.WorkerId != _self.WorkerId),
            "the tracker that executed it is gone",
            cancellationToken);

    /// <summary>Asks the attempt to stop, if it is the one that is executed now.</summary>
    public void RequestStop(Guid attemptId)
    {
        lock (_gate)
            if (_current == attemptId)
                _stopCurrent?.Cancel();
    }

    private async Task RunAsync(RunStep command, CancellationToken stop)
    {
        using var stopThis = CancellationTokenSource.CreateLinkedTokenSource(stop);
        SetCurrent(command.AttemptId, stopThis);
        try
        {
            await ledger.StartAsync(Started(command), CancellationToken.None);
            var work = Task.Factory.StartNew(
                () => ExecuteJournaled(command, stopThis.Token), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await RenewUntilAsync(work, command.AttemptId);
            await EndAsync(command, await work);
        }
        finally
        {
            SetCurrent(Guid.Empty, null);
        }
    }

    private void SetCurrent(Guid attemptId, CancellationTokenSource? stop)
    {
        lock (_gate)
            (_current, _stopCurrent) = (attemptId, stop);
    }

    private RunnerMessage ExecuteJournaled(RunStep command, CancellationToken stop)
    {
        using var journal = new AttemptJournal(logs, time);
        journal.Begin(command);
        var end = Execute(command, journal, stop);
        journal.End(end);
        return end;
    }

    private RunnerMessage Execute(RunStep command, AttemptJournal journal, CancellationToken stop)
    {
        try
        {
            var spec = RunnerProtocol.ReadSpec(command.SpecJson);
            var outcome = executor.Execute(spec, done => Report(command, done, journal), stop);
            return new RunnerCompleted(outcome.Record.Outputs, outcome.WasCached);
        }
        catch (Exception exception)
        {
            return RunnerFailed.Of(exception);
        }
    }

    private void Report(RunStep command, StepProgress done, AttemptJournal journal)
    {
        journal.Progress(new RunnerProgressed(done.Done, done.Total, done.Unit, done.Metrics));
        try
        {
            progress.RecordAsync(Progressed(command, done), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            // As with a worker's: a step is not worth less because nobody heard how far it was.
            log.LogWarning("Progress of step {Name} is not kept: {Reason}", command.StepName, exception.Message);
        }
    }

    private async Task RenewUntilAsync(Task work, Guid attemptId)
    {
        while (await Task.WhenAny(work, Task.Delay(options.LeaseDuration / RenewalsPerLease, time)) != work)
            await RenewAsync(attemptId);
    }

    // The work goes on whatever the database says, so nothing is left before it is over.
    private async Task RenewAsync(Guid attemptId)
    {
        try
        {
            await ledger.RenewAsync(attemptId, CancellationToken.None);
        }
        catch (Exception exception)
        {
            log.LogWarning("A lease is not renewed; it is tried again: {Reason}", exception.Message);
        }
    }

    private Task EndAsync(RunStep command, RunnerMessage end) => end switch
    {
        RunnerCompleted completed => ledger.CompleteAsync(Completed(command, completed), CancellationToken.None),
        RunnerFailed { Reason: FailureReason.RunnerLost } lost => LoseAsync(command, lost),
        RunnerFailed failed => ledger.FailAsync(Failed(command, failed), CancellationToken.None),
        _ => throw new InvalidOperationException($"{end} is no end of a step"),
    };

    // There is no runner that could die: another process still holds the step, which is over when that one is.
    private Task<int> LoseAsync(RunStep command, RunnerFailed lost) =>
        ledger.LoseAsync(
            db => db.OpenAttempts().Where(attempt => attempt.Id == command.AttemptId),
            lost.Detail,
            CancellationToken.None);

    private StepStarted Started(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = _self.WorkerId,
        StartedAt = time.GetUtcNow(),
    };

    private StepProgressed Progressed(RunStep command, StepProgress done) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        DoneCount = done.Done,
        TotalCount = done.Total,
        Unit = done.Unit,
        Metrics = [.. done.Metrics.Select(metric => MetricPoint.Of(metric.Key, done.Done, metric.Value))],
        ReportedAt = time.GetUtcNow(),
    };

    private StepCompleted Completed(RunStep command, RunnerCompleted end) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Outputs = end.Outputs,
        IsReused = end.Reused,
        CompletedAt = time.GetUtcNow(),
    };

    private StepFailed Failed(RunStep command, RunnerFailed end) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Reason = end.Reason,
        Detail = end.Detail,
        FailedAt = time.GetUtcNow(),
    };
}
