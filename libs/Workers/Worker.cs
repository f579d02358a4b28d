using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Workers;

/// <summary>
/// Executes steps that the tracker sends, each in a runner of its own, and tells the tracker: free slots, leases,
/// progress, ends. It decides nothing and stores nothing; the tracker's database does.
/// </summary>
public sealed class Worker : BackgroundService
{
    private const int RememberedAttempts = 1024;

    private readonly WorkerOptions _options;
    private readonly TrackerLink _tracker;
    private readonly WorkerTelemetry _telemetry;
    private readonly SpecFolder _specs;
    private readonly AttemptLogs _logs;
    private readonly TimeProvider _time;
    private readonly ILogger<Worker> _log;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, StepRunner> _running = [];
    private readonly FinishedAttempts _finished = new(RememberedAttempts);
    private readonly CancellationTokenSource _stopping = new();

    public Worker(
        WorkerOptions options,
        TrackerLink tracker,
        WorkerTelemetry telemetry,
        SpecFolder specs,
        AttemptLogs logs,
        TimeProvider time,
        ILogger<Worker> log)
    {
        (_options, _tracker, _telemetry, _specs) = (options, tracker, telemetry, specs);
        (_logs, _time, _log) = (logs, time, log);
        telemetry.ObserveFreeSlots(FreeSlotCount);
    }

    /// <summary>
    /// Takes a step, or answers again for one it knows, or declines it when no slot is free. A step that is running
    /// here for an earlier attempt, which the tracker has given up, goes on for the new one.
    /// </summary>
    public Task AcceptAsync(RunStep command)
    {
        object answer;
        lock (_gate)
            answer = Answer(command);
        return _tracker.TellAsync(answer);
    }

    /// <summary>Asks an attempt to stop at its next boundary; one that is not here any more has ended.</summary>
    public void RequestStop(Guid attemptId)
    {
        lock (_gate)
            if (_running.TryGetValue(attemptId, out var runner))
                runner.RequestStop();
    }

    /// <summary>
    /// Asks all runners to stop at their next boundary and waits until they have ended and the tracker knows, as long
    /// as the host gives.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        List<StepRunner> running;
        lock (_gate)
        {
            _stopping.Cancel();
            running = [.. _running.Values];
        }
        foreach (var runner in running)
            runner.RequestStop();
        await Task.WhenAll([AnnounceAsync(cancellationToken), .. running.Select(runner => runner.End)])
            .WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <summary>Kills what still runs: without its worker nobody would hear it.</summary>
    public override void Dispose()
    {
        lock (_gate)
        {
            _stopping.Cancel();
            foreach (var runner in _running.Values)
                runner.Kill();
        }
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                RepeatAsync(_options.ReadyInterval, AnnounceFreeSlotsAsync, stoppingToken),
                RepeatAsync(_options.LeaseInterval, RenewLeasesAsync, stoppingToken),
                RepeatAsync(_options.ProgressInterval, TellProgressAsync, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task RepeatAsync(TimeSpan interval, Func<CancellationToken, Task> action, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, _time);
        do
            await action(stop);
        while (await timer.WaitForNextTickAsync(stop));
    }

    private object Answer(RunStep command)
    {
        if (_finished.Find(command.AttemptId) is { } finalMessage)
            return finalMessage;
        if (_running.TryGetValue(command.AttemptId, out var running))
            return Started(running);
        if (_running.Values.FirstOrDefault(runner => !HasEnded(runner) && IsOf(runner, command)) is { } same)
            return same.Command.AttemptNumber < command.AttemptNumber ? TakeOver(same, command) : Declined(command);
        return _stopping.IsCancellationRequested || _running.Count >= _options.SlotCount
            ? Declined(command)
            : Start(command);
    }

    private bool HasEnded(StepRunner runner) => _finished.Find(runner.Command.AttemptId) is not null;

    private static bool IsOf(StepRunner runner, RunStep command) => runner.Command.StepKey == command.StepKey;

    private StepStarted Start(RunStep command)
    {
        var runner = new StepRunner(command, _options, _specs, new AttemptJournal(_logs, _time), _time);
        var parent = Activity.Current?.Context ?? default;
        _running.Add(command.AttemptId, runner);
        runner.End = Task.Run(() => RunToEndAsync(runner, parent));
        return Started(runner);
    }

    private StepStarted TakeOver(StepRunner runner, RunStep command)
    {
        _log.LogInformation(
            "Step {Step}: attempt {Attempt} goes on with the runner of attempt {Earlier}",
            command.StepName, command.AttemptNumber, runner.Command.AttemptNumber);
        _running.Remove(runner.Command.AttemptId);
        _running.Add(command.AttemptId, runner);
        runner.TakeOver(command);
        return Started(runner);
    }

    private StepStarted Started(StepRunner runner) =>
        Messages.Started(runner.Command, _options.WorkerId, runner.StartedAt);

    private StepDeclined Declined(RunStep command) => Messages.Declined(command, _options.WorkerId);

    private async Task RunToEndAsync(StepRunner runner, ActivityContext parent)
    {
        var command = runner.Command;
        using var activity = WorkerTelemetry.Begin(command, parent);
        using var scope = _log.BeginScope(ScopeOf(command));
        _log.LogInformation("Step {Step}: attempt {Attempt} started", command.StepName, command.AttemptNumber);
        var end = await runner.RunAsync();
        _telemetry.End(activity, runner.Kind, end, _time.GetUtcNow() - runner.StartedAt);
        _log.LogInformation("Step {Step}: {End}", command.StepName, Messages.Describe(end));
        await TellEndAsync(runner, end);
    }

    private static Dictionary<string, object> ScopeOf(RunStep command) => new()
    {
        ["StepKey"] = command.StepKey,
        ["AttemptId"] = command.AttemptId,
        ["AttemptNumber"] = command.AttemptNumber,
    };

    // Its slot stays taken until the tracker knows: a worker that cannot be heard gets nothing new to do either.
    private async Task TellEndAsync(StepRunner runner, RunnerMessage end)
    {
        var message = Finish(runner, end);
        while (!await TryTellEndAsync(runner, message))
            await Task.Delay(_options.TellAgainInterval, _time, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await AnnounceFreeSlotsAsync(CancellationToken.None);
    }

    // Before it is told: a later attempt that comes in between begins anew instead of taking over what has ended, which
    // would tell one end twice, and a crash would count twice.
    private object Finish(StepRunner runner, RunnerMessage end)
    {
        lock (_gate)
        {
            var message = Messages.Ended(runner.Command, end, runner.DoneCount, _time.GetUtcNow());
            _finished.Add(runner.Command.AttemptId, message);
            return message;
        }
    }

    private async Task<bool> TryTellEndAsync(StepRunner runner, object message)
    {
        var isTold = await TellProgressAsync(runner, CancellationToken.None) && await _tracker.TellAsync(message);
        lock (_gate)
            return (isTold || _stopping.IsCancellationRequested) && _running.Remove(runner.Command.AttemptId);
    }

    private async Task AnnounceFreeSlotsAsync(CancellationToken stop)
    {
        if (FreeSlotCount() > 0)
            await AnnounceAsync(stop);
    }

    private Task<bool> AnnounceAsync(CancellationToken stop) =>
        _tracker.TellAsync(Messages.Ready(_options, FreeSlotCount()), stop);

    private int FreeSlotCount()
    {
        lock (_gate)
            return _stopping.IsCancellationRequested ? 0 : _options.SlotCount - _running.Count;
    }

    private async Task RenewLeasesAsync(CancellationToken stop)
    {
        foreach (var runner in Running())
            if (!await _tracker.TellAsync(Messages.LeaseRenewed(runner.Command), stop))
                return;
    }

    private async Task TellProgressAsync(CancellationToken stop)
    {
        foreach (var runner in Running())
            if (!await TellProgressAsync(runner, stop))
                return;
    }

    private async Task<bool> TellProgressAsync(StepRunner runner, CancellationToken stop)
    {
        if (runner.Progress.Take() is not { } batch)
            return true;
        if (!await _tracker.TellAsync(Messages.Progressed(runner.Command, batch, _time.GetUtcNow()), stop))
        {
            runner.Progress.GiveBack(batch);
            return false;
        }
        _telemetry.CountPoints(batch.Points.Count);
        return true;
    }

    private List<StepRunner> Running()
    {
        lock (_gate)
            return [.. _running.Values];
    }
}
