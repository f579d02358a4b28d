using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Workers;

namespace WeakToStrong.Runner.Tests.Support;

/// <summary>One step in a runner of its own.</summary>
/// <param name="Final">Its last line, or that it was lost.</param>
/// <param name="Progress">Its other lines.</param>
internal sealed record StepRun(RunnerMessage Final, IReadOnlyList<RunnerProgressed> Progress)
{
    /// <param name="lab">Where the step's file goes.</param>
    /// <param name="store">The store to execute it in.</param>
    /// <param name="spec">The step.</param>
    /// <param name="onProgress">Sees every progress line, and may stop or kill the runner.</param>
    /// <param name="wrapper">A command that the runner is started through.</param>
    public static async Task<StepRun> ExecuteAsync(
        RunnerLab lab,
        ArtifactStore store,
        StepSpec spec,
        Action<RunnerProcess, RunnerProgressed>? onProgress = null,
        params string[] wrapper)
    {
        string[] command = [.. wrapper, RunnerCommand.Executable, .. Arguments(lab, store, spec)];
        using var runner = RunnerProcess.Start(
            new RunnerStart { Path = command[0], Arguments = command[1..], Environment = RunnerEnvironment.For(spec) });
        var progress = new List<RunnerProgressed>();
        var final = await runner.ReadToEndAsync(line =>
        {
            progress.Add(line);
            onProgress?.Invoke(runner, line);
        });
        return new StepRun(final, progress);
    }

    /// <summary>Executes a step to its end: output name → digest.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> CompleteAsync(
        RunnerLab lab, ArtifactStore store, StepSpec spec, params string[] wrapper) =>
        (await ExecuteAsync(lab, store, spec, null, wrapper)).Completed.Outputs;

    public static string[] Arguments(RunnerLab lab, ArtifactStore store, StepSpec spec)
    {
        var file = lab.NewPath("step.json");
        File.WriteAllText(file, RunnerProtocol.WriteSpec(spec));
        return [.. RunnerProtocol.StepArguments(store.Root, file)];
    }

    public RunnerCompleted Completed =>
        Final as RunnerCompleted ?? throw new InvalidOperationException(Final.ToString());

    public RunnerFailed Failed => Assert.IsType<RunnerFailed>(Final);
}
