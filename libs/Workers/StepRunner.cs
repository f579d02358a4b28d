using System.ComponentModel;
using System.Diagnostics;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// One execution of one step: writes the specification, starts a runner, passes its progress on, and says how it
/// ended. A runner that was asked to stop gets <see cref="WorkerOptions.StopGrace"/> and is then killed.
/// </summary>
internal sealed class StepRunner(
    RunStep command, WorkerOptions options, SpecFolder specs, AttemptJournal journal, TimeProvider time)
{
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _killRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The attempt it executes; a later attempt of the same step may take it over.</summary>
    public RunStep Command { get; private set; } = command;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public ProgressBuffer Progress { get; } = new();

    /// <summary>Finished units that the runner last spoke of; null before it did.</summary>
    public long? DoneCount { get; private set; }

    /// <summary>The kind of the step, once its specification has been read.</summary>
    public string Kind { get; private set; } = "unknown";

    /// <summary>Completes when its end is told.</summary>
    public Task End { get; set; } = Task.CompletedTask;

    /// <summary>Asks for a stop at the next boundary; asking again changes nothing.</summary>
    public void RequestStop() => _stopRequested.TrySetResult();

    /// <summary>What runs goes on as a later attempt of the same step.</summary>
    public void TakeOver(RunStep later)
    {
        journal.GoOn(Command, later);
        Command = later;
    }

    /// <summary>Ends the runner at once; its last checkpoint is what remains.</summary>
    public void Kill() => _killRequested.TrySetResult();

    /// <summary>Runs the step to its end; failures are values, not exceptions.</summary>
    public async Task<RunnerMessage> RunAsync()
    {
        using (journal)
        {
            var end = await RunToEndAsync();
            journal.End(end);
            return end;
        }
    }

    private async Task<RunnerMessage> RunToEndAsync()
    {
        string? specFile = null;
        try
        {
            var spec = RunnerProtocol.ReadSpec(Command.SpecJson);
            Kind = spec.Kind;
            specFile = await specs.WriteAsync(Command.AttemptId, Command.SpecJson);
            using var process = RunnerProcess.Start(new RunnerStart
            {
                Path = options.RunnerPath,
                Arguments = RunnerProtocol.StepArguments(options.StoreRoot, specFile),
                Environment = RunnerEnvironment.For(spec, Activity.Current),
            });
            Activity.Current?.SetTag(WorkerTelemetry.RunnerPid, process.Id);
            journal.Begin(Command, process.Id);
            return await SuperviseAsync(process);
        }
        catch (Win32Exception exception)
        {
            journal.Begin(Command);
            var detail = $"the runner {options.RunnerPath} cannot be started: {OneLine.Of(exception.Message)}";
            return new RunnerFailed(FailureReason.MissingPrerequisite, detail);
        }
        catch (Exception exception)
        {
            return new RunnerFailed(FailureReason.Error, OneLine.Of(exception.Message));
        }
        finally
        {
            if (specFile is not null)
                File.Delete(specFile);
        }
    }

    private async Task<RunnerMessage> SuperviseAsync(RunnerProcess process)
    {
        var end = process.ReadToEndAsync(Note, journal.Say);
        if (await Task.WhenAny(end, _stopRequested.Task, _killRequested.Task) == end)
            return await end;

        journal.Say("asked to stop at its next boundary");
        process.RequestStop();
        if (await Task.WhenAny(end, _killRequested.Task, Task.Delay(options.StopGrace, time)) == end)
            return AsStopped(await end, "the runner ended while it was stopping");
        journal.Say("killed");
        process.Kill();
        return AsStopped(await end, "the runner did not stop in time and was killed");
    }

    // When a report came says where on a clock its values are.
    private void Note(RunnerProgressed progress)
    {
        var metrics = new Dictionary<string, double>(progress.Metrics, StringComparer.Ordinal);
        if (metrics.Count > 0)
            metrics[AxisMetrics.WallTime] = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        DoneCount = progress.Done;
        Progress.Add(progress with { Metrics = metrics });
        journal.Progress(progress);
    }

    // Once a stop was asked for, losing the runner is that stop: the next attempt resumes from the last checkpoint.
    private static RunnerMessage AsStopped(RunnerMessage end, string detail) =>
        end is RunnerFailed { Reason: FailureReason.RunnerLost }
            ? new RunnerFailed(FailureReason.Stopped, $"{detail}; its last checkpoint is kept")
            : end;
}
