using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// Executes steps that the tracker sends, each in a runner of its own, and tells the tracker: free slots, leases,
/// progress, ends. It decides nothing and stores nothing; the tracker's database does.
/// </summary>
public sealed class Worker(WorkerOptions options, IBus bus, TimeProvider time, ILogger<Worker> log) : BackgroundService
{
    private const int RememberedAttempts = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (StepRunner Runner, StepStarted Started, Task End)> _running = [];
    private readonly FinishedAttempts _finished = new(RememberedAttempts);
    private bool _isStopping;

    /// <summary>Takes a step, or answers again for one it knows, or declines it when no slot is free.</summary>
    public Task AcceptAsync(RunStep command)
    {
        object answer;
        lock (_gate)
        {
            if (_running.TryGetValue(command.AttemptId, out var running))
                answer = running.Started;
            else if (_finished.Find(command.AttemptId) is { } finalMessage)
                answer = finalMessage;
            else if (_isStopping || _running.Count >= options.SlotCount)
                answer = Messages.Declined(command, options.WorkerId);
            else
                answer = Start(command);
        }
        return bus.Publish(answer);
    }

    /// <summary>Asks an attempt to stop at its next boundary; one that is not here any more has ended.</summary>
    public void RequestStop(Guid attemptId)
    {
        lock (_gate)
            if (_running.TryGetValue(attemptId, out var running))
                running.Runner.RequestStop();
    }

    /// <summary>Asks all runners to stop at their next boundary and waits until they have ended.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] ends;
        lock (_gate)
        {
            _isStopping = true;
            foreach (var running in _running.Values)
                running.Runner.RequestStop();
            ends = [.. _running.Values.Select(running => running.End)];
        }
        await AnnounceAsync();
        await Task.WhenAll(ends);
        await base.StopAsync(cancellationToken);
    }

    /// <summary>Kills what still runs: without its worker nobody would hear it.</summary>
    public override void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            foreach (var running in _running.Values)
                running.Runner.Kill();
        }
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                RepeatAsync(options.ReadyInterval, AnnounceFreeSlotsAsync, stoppingToken),
                RepeatAsync(options.LeaseInterval, RenewLeasesAsync, stoppingToken),
                RepeatAsync(options.ProgressInterval, ReportProgressAsync, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task RepeatAsync(TimeSpan interval, Func<Task> action, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await action();
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                // A lost message is sent again by the next tick or by the tracker's reconciler.
                log.LogWarning(exception, "The tracker could not be told");
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private StepStarted Start(RunStep command)
    {
        var runner = new StepRunner(command, options, time);
        var started = Messages.Started(command, options.WorkerId, time.GetUtcNow());
        _running.Add(command.AttemptId, (runner, started, Task.Run(() => RunToEndAsync(runner))));
        log.LogInformation("Step {Step}: attempt {Attempt} started", command.StepName, command.AttemptNumber);
        return started;
    }

    private async Task RunToEndAsync(StepRunner runner)
    {
        var end = await runner.RunAsync();
        var command = runner.Command;
        object message = end is RunnerCompleted completed
            ? Messages.Completed(command, completed, time.GetUtcNow())
            : Messages.Failed(command, (RunnerFailed)end, time.GetUtcNow());
        log.LogInformation("Step {Step}: {End}", command.StepName, end);
        await TellEndAsync(runner, message);
    }

    private async Task TellEndAsync(StepRunner runner, object message)
    {
        try
        {
            await ReportProgressAsync(runner);
            await bus.Publish(message);
        }
        catch (Exception exception)
        {
            // The message is remembered below; the tracker's reconciler asks for it again.
            log.LogWarning(exception, "The end of step {Step} could not be told", runner.Command.StepName);
        }
        lock (_gate)
        {
            _finished.Add(runner.Command.AttemptId, message);
            _running.Remove(runner.Command.AttemptId);
        }
        await AnnounceFreeSlotsAsync();
    }

    private Task AnnounceFreeSlotsAsync() => FreeSlotCount() == 0 ? Task.CompletedTask : AnnounceAsync();

    private Task AnnounceAsync() => bus.Publish(Messages.Ready(options, FreeSlotCount()));

    private int FreeSlotCount()
    {
        lock (_gate)
            return _isStopping ? 0 : options.SlotCount - _running.Count;
    }

    private async Task RenewLeasesAsync()
    {
        foreach (var runner in Running())
            await bus.Publish(Messages.LeaseRenewed(runner.Command));
    }

    private async Task ReportProgressAsync()
    {
        foreach (var runner in Running())
            await ReportProgressAsync(runner);
    }

    private async Task ReportProgressAsync(StepRunner runner)
    {
        if (runner.Progress.Take() is { } batch)
            await bus.Publish(Messages.Progressed(runner.Command, batch, time.GetUtcNow()));
    }

    private List<StepRunner> Running()
    {
        lock (_gate)
            return [.. _running.Values.Select(running => running.Runner)];
    }
}
