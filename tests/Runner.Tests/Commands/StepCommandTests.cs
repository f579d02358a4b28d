using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

[Collection(StepTests.Name)]
public sealed class StepCommandTests(RunnerLab lab)
{
    /// <summary>600 updates, so that there is time to disturb it.</summary>
    private StepSpec Sft => lab.Models.Tune("sft", new SftOptions { Epochs = 150, BatchSize = 2 });

    /// <summary>Saves its state after each of its rounds.</summary>
    private StepSpec Ppo =>
        lab.Models.Ppo(new PpoOptions { Rollouts = 60, RolloutSize = 4, MaxNewTokens = 8, KlTarget = 1 });

    [Fact]
    public async Task Step_LeftAlone_ReportsEveryUpdateAndCompletes()
    {
        var store = lab.NewStore();

        var run = await StepRun.ExecuteAsync(lab, store, Sft);

        Assert.Equal(Enumerable.Range(1, 600).Select(update => (long)update), run.Progress.Select(line => line.Done));
        Assert.All(run.Progress, line => Assert.Equal((600, "updates"), (line.Total, line.Unit)));
        Assert.Superset(
            new HashSet<string> { "loss", "grad_norm", "learning_rate", "mean_token_accuracy", "num_tokens", "epoch" },
            run.Progress[0].Metrics.Keys.ToHashSet());
        Assert.False(run.Completed.Reused);
        Assert.True(store.VerifyArtifact(run.Completed.Outputs["model"]));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(store.Root, "work")));
    }

    [Fact]
    public async Task Step_AlreadyDone_IsReused()
    {
        var store = lab.NewStore();
        var outputs = await StepRun.CompleteAsync(lab, store, Sft);

        var again = await StepRun.ExecuteAsync(lab, store, Sft);

        Assert.True(again.Completed.Reused);
        Assert.Empty(again.Progress);
        Assert.Equal(outputs, again.Completed.Outputs);
    }

    [Fact]
    public async Task Step_AskedToStop_SavesItselfAndGoesOnToTheSameBits()
    {
        var store = lab.NewStore();

        var stopped = await StepRun.ExecuteAsync(lab, store, Sft, (runner, line) =>
        {
            if (line.Done == 3)
                runner.RequestStop();
        });
        var resumed = await StepRun.ExecuteAsync(lab, store, Sft);

        Assert.Equal(FailureReason.Stopped, stopped.Failed.Reason);
        Assert.Equal(stopped.Progress[^1].Done + 1, resumed.Progress[0].Done);
        Assert.Equal(await lab.UndisturbedAsync(Sft), resumed.Completed.Outputs);
    }

    [Fact]
    public async Task Step_Killed_GoesOnFromItsCheckpointToTheSameBits()
    {
        var store = lab.NewStore();

        var killed = await StepRun.ExecuteAsync(lab, store, Ppo, (runner, line) =>
        {
            if (line.Done == 4)
                runner.Kill();
        });
        var resumed = await StepRun.ExecuteAsync(lab, store, Ppo);

        Assert.Equal(FailureReason.RunnerLost, killed.Failed.Reason);
        Assert.InRange(resumed.Progress[0].Done, 4, killed.Progress[^1].Done + 1);
        Assert.Equal(await lab.UndisturbedAsync(Ppo), resumed.Completed.Outputs);
    }

    [Fact]
    public async Task Step_WhoseInputCloses_EndsAtOnce()
    {
        var store = lab.NewStore();
        using var process = RunnerCommand.Start(StepRun.Arguments(lab, store, Sft));
        var first = RunnerProtocol.TryParse((await process.StandardOutput.ReadLineAsync())!);

        process.StandardInput.Close();
        var rest = await process.StandardOutput.ReadToEndAsync();
        await RunnerCommand.EndAsync(process);

        Assert.IsType<RunnerProgressed>(first);
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("completed", rest, StringComparison.Ordinal);
        Assert.Null(store.FindStep(Sft.Key));
        Assert.Equal(await lab.UndisturbedAsync(Sft), await StepRun.CompleteAsync(lab, store, Sft));
    }

    [Fact]
    public async Task Step_BesideAnotherOrOnOneCore_MakesTheSameBits()
    {
        var beside = await Task.WhenAll(
            StepRun.CompleteAsync(lab, lab.NewStore(), Ppo), StepRun.CompleteAsync(lab, lab.NewStore(), Ppo));
        var pinned = await StepRun.CompleteAsync(lab, lab.NewStore(), Ppo, "taskset", "--cpu-list", "0");

        var alone = await lab.UndisturbedAsync(Ppo);
        Assert.All([.. beside, pinned], outputs => Assert.Equal(alone, outputs));
    }

    [Fact]
    public async Task Step_ModelThatDoesNotFitItsConfig_IsInvalidInput()
    {
        var model = lab.CopyModel();
        var config = Path.Combine(model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace(
            "\"hidden_size\": 64", "\"hidden_size\": 32", StringComparison.Ordinal));
        var files = Directory.GetFiles(model).ToDictionary(
            path => Path.GetFileName(path), path => new InputFile(path, Digests.OfFile(path)));

        var run = await FailAsync(lab.Models.Lab.Spec(
            ImportModelStep.Kind,
            new ImportModelOptions { Templates = PromptTemplates.World, Compute = new ComputeOptions() },
            files: files));

        Assert.Equal(FailureReason.InvalidInput, run.Reason);
        Assert.Contains("model.safetensors: tensor", run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_OfAnotherRevision_SaysToPlanAgain()
    {
        var failed = await FailAsync(Sft with { Revision = 99 });

        Assert.Equal(FailureReason.Error, failed.Reason);
        Assert.Contains("plan again", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_WhoseInputIsNotThere_SaysWhich()
    {
        var missing = new string('0', 64);
        var failed = await FailAsync(Sft with
        {
            Inputs = new Dictionary<string, OutputRef> { ["model"] = new(missing, "model") },
        });

        Assert.Contains(missing, failed.Detail, StringComparison.Ordinal);
    }

    private async Task<RunnerFailed> FailAsync(StepSpec spec) =>
        (await StepRun.ExecuteAsync(lab, lab.NewStore(), spec)).Failed;
}
