using System.ComponentModel;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// One attempt of one step: writes the specification, starts a runner, passes its progress on, and says how it
/// ended. A runner that was asked to stop gets <see cref="WorkerOptions.StopGrace"/> and is then killed.
/// </summary>
internal sealed class StepRunner(RunStep command, WorkerOptions options, TimeProvider time)
{
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _killRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunStep Command { get; } = command;

    public ProgressBuffer Progress { get; } = new();

    /// <summary>Asks for a stop at the next boundary; asking again changes nothing.</summary>
    public void RequestStop() => _stopRequested.TrySetResult();

    /// <summary>Ends the runner at once; its last checkpoint is what remains.</summary>
    public void Kill() => _killRequested.TrySetResult();

    /// <summary>Runs the attempt to its end; failures are values, not exceptions.</summary>
    public async Task<RunnerMessage> RunAsync()
    {
        var specFile = Path.Combine(Path.GetTempPath(), $"w2s-step-{Command.AttemptId:N}.json");
        try
        {
            var spec = RunnerProtocol.ReadSpec(Command.SpecJson);
            await File.WriteAllTextAsync(specFile, Command.SpecJson);
            using var process = RunnerProcess.Start(new RunnerStart
            {
                Path = options.RunnerPath,
                Arguments = RunnerProtocol.StepArguments(options.StoreRoot, specFile),
                Environment = RunnerEnvironment.For(spec),
            });
            return await SuperviseAsync(process);
        }
        catch (Win32Exception exception)
        {
            var detail = $"the runner {options.RunnerPath} cannot be started: {OneLine.Of(exception.Message)}";
            return new RunnerFailed(FailureReason.MissingPrerequisite, detail);
        }
        catch (Exception exception)
        {
            return new RunnerFailed(FailureReason.Error, OneLine.Of(exception.Message));
        }
        finally
        {
            File.Delete(specFile);
        }
    }

    private async Task<RunnerMessage> SuperviseAsync(RunnerProcess process)
    {
        var end = process.ReadToEndAsync(Progress.Add);
        if (await Task.WhenAny(end, _stopRequested.Task, _killRequested.Task) == end)
            return await end;

        process.RequestStop();
        if (await Task.WhenAny(end, _killRequested.Task, Task.Delay(options.StopGrace, time)) == end)
            return AsStopped(await end, "the runner ended while it was stopping");
        process.Kill();
        return AsStopped(await end, "the runner did not stop in time and was killed");
    }

    // Once a stop was asked for, losing the runner is that stop: the next attempt resumes from the last checkpoint.
    private static RunnerMessage AsStopped(RunnerMessage end, string detail) =>
        end is RunnerFailed { Reason: FailureReason.RunnerLost }
            ? new RunnerFailed(FailureReason.Stopped, $"{detail}; its last checkpoint is kept")
            : end;
}
