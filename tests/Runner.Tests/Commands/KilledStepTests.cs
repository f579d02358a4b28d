using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Supervisor;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary>
/// Real runners that are killed (SIGKILL) at random moments: before their first checkpoint, after one, inside an
/// update, an accumulation or a rollout, as it happens. Outputs and ledger are those of a runner that was left alone.
/// </summary>
[Collection(StepTests.Name)]
public sealed class KilledStepTests(RunnerLab lab)
{
    /// <summary>Nobody knows where in an update, or in how many, a runner is so long after it reported one.</summary>
    private const int LongestDelayMilliseconds = 40;

    [Theory]
    [InlineData("train-supervisor", 1UL)]
    [InlineData("sft", 2UL)]
    [InlineData("dpo", 3UL)]
    [InlineData("reward-model", 4UL)]
    [InlineData("ppo", 5UL)]
    public async Task Step_KilledAtRandomMoments_EndsInTheSameBitsAndTheSameLedger(string kind, ulong seed)
    {
        var spec = Spec(kind);
        var whole = lab.NewStore();
        var expected = await StepRun.CompleteAsync(lab, whole, spec);
        var store = lab.NewStore();
        var random = new SplitMix64(seed);

        var first = await KillAsync(store, spec, random);
        var stopped = await StopAsync(store, spec, random);
        var second = await KillAsync(store, spec, random);
        var outputs = await StepRun.CompleteAsync(lab, store, spec);

        var history = $"{kind}, seed {seed}: killed after {first}, stopped after {stopped}, killed after {second}";
        Assert.True(expected.SequenceEqual(outputs), $"{history}: the outputs are others");
        Assert.True(Ledger(whole, spec).AsSpan().SequenceEqual(Ledger(store, spec)), $"{history}: another ledger");
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Root, "findings")));
    }

    /// <summary>Steps with some hundred units each, so that there is time to disturb them.</summary>
    private StepSpec Spec(string kind) => kind switch
    {
        "train-supervisor" => lab.Models.Tune(
            kind, new SupervisorOptions { WarmupFraction = 0.5, WarmupEpochs = 60, Epochs = 120, BatchSize = 2 }),
        "sft" => lab.Models.Tune(kind, new SftOptions { Epochs = 240, BatchSize = 4, MicroBatchSize = 1 }),
        "dpo" => lab.Models.Tune(kind, new DpoOptions { Epochs = 240, BatchSize = 4, MicroBatchSize = 2 }),
        "reward-model" => lab.Models.RewardModel(
            new RewardModelOptions { Epochs = 240, BatchSize = 4, LearningRate = 1e-3 }),
        "ppo" => lab.Models.Ppo(new PpoOptions
        {
            Rollouts = 80,
            RolloutSize = 4,
            MaxNewTokens = 8,
            KlTarget = 1,
            ValueFrom = ValueInitialisation.RewardModel,
        }),
        _ => throw new ArgumentException($"no toy step '{kind}'"),
    };

    /// <returns>Units that it had reported when it died.</returns>
    private async Task<long> KillAsync(ArtifactStore store, StepSpec spec, SplitMix64 random)
    {
        var units = 1 + random.NextBelow(30);
        var delay = TimeSpan.FromMilliseconds(random.NextBelow(LongestDelayMilliseconds));
        var reported = 0;
        Task? kill = null;
        var run = await StepRun.ExecuteAsync(lab, store, spec, (runner, _) =>
        {
            if (++reported == Math.Min(units, LastUnit(spec)))
                kill = KillLaterAsync(runner, delay);
        });
        await kill!;
        Assert.Equal(FailureReason.RunnerLost, run.Failed.Reason);
        return run.Progress[^1].Done;
    }

    private async Task<long> StopAsync(ArtifactStore store, StepSpec spec, SplitMix64 random)
    {
        var units = 1 + random.NextBelow(10);
        var run = await StepRun.ExecuteAsync(lab, store, spec, (runner, line) =>
        {
            if (line.Done >= units)
                runner.RequestStop();
        });
        Assert.Equal(FailureReason.Stopped, run.Failed.Reason);
        return run.Progress[^1].Done;
    }

    private static async Task KillLaterAsync(Workers.RunnerProcess runner, TimeSpan delay)
    {
        await Task.Delay(delay);
        runner.Kill();
    }

    /// <summary>A round of PPO takes as long as many updates.</summary>
    private static int LastUnit(StepSpec spec) => spec.Kind == "ppo" ? 8 : 30;

    private static byte[] Ledger(ArtifactStore store, StepSpec spec) =>
        File.ReadAllBytes(store.Proofs.Ledger(spec.Key));
}
