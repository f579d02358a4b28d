using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Supervisor;
using WeakToStrong.Transformer.Adapters;

namespace WeakToStrong.Methods.Tests.Support;

/// <summary>One small step of every kind that makes updates or text, by name.</summary>
internal static class ToySteps
{
    public const string Supervisor = "train-supervisor";
    public const string Sft = "sft";
    public const string Dpo = "dpo";
    public const string Reward = "reward-model";
    public const string PpoWithValueHead = "ppo, value head";
    public const string PpoWithCritic = "ppo, critic";
    public const string SftSaving = "sft, saving memory";
    public const string DpoSaving = "dpo, saving memory";
    public const string PpoSaving = "ppo, saving memory";
    public const string SupervisorWithLora = "train-supervisor, lora";
    public const string SftWithLora = "sft, lora";
    public const string DpoWithLora = "dpo, lora";
    public const string RewardWithLora = "reward-model, lora";
    public const string PpoWithLora = "ppo, value head, lora";
    public const string PpoWithCriticAndLora = "ppo, critic, lora";
    public const string Answers = "sample-answers";
    public const string Corrections = "correct-answers";
    public const string ShardOfCorrections = "correct-answers, shard";

    public static StepSpec Spec(this ToyModels models, string name) => name switch
    {
        Supervisor => models.Tune(Supervisor, SmallSupervisor),
        Sft => models.Tune(Sft, SmallSft),
        Dpo => models.Tune(Dpo, SmallDpo),
        Reward => models.RewardModel(),
        SupervisorWithLora => models.Tune(Supervisor, SmallSupervisor with { Lora = Lora }),
        SftWithLora => models.Tune(Sft, SmallSft with { Lora = Lora }),
        DpoWithLora => models.Tune(Dpo, SmallDpo with { Lora = Lora }),
        RewardWithLora => models.RewardModel(new RewardModelOptions { Epochs = 4, BatchSize = 4, Lora = Lora }),
        PpoWithLora => models.Ppo(Small with { KlTarget = 1, Lora = Lora }),
        PpoWithCriticAndLora => models.Ppo(Small with { ValueFrom = ValueInitialisation.RewardModel, Lora = Lora }),
        PpoWithValueHead => models.Ppo(Small with { KlTarget = 1, RewardScaling = RewardScaling.FirstRollout }),
        PpoWithCritic => models.Ppo(Small with { ValueFrom = ValueInitialisation.RewardModel }),
        // Everything that saves memory at once.
        SftSaving => models.Tune(Sft, new SftOptions
        {
            Epochs = 2, BatchSize = 2, MicroBatchTokens = 20, ActivationCheckpointing = true, Compute = Narrow,
        }),
        DpoSaving => models.Tune(Dpo, new DpoOptions
        {
            Epochs = 2, BatchSize = 2, MicroBatchTokens = 40, ActivationCheckpointing = true, Compute = Narrow,
            Lora = Lora,
        }),
        PpoSaving => models.Ppo(Small with
        {
            ValueFrom = ValueInitialisation.RewardModel,
            MicroBatchTokens = 30,
            ActivationCheckpointing = true,
            Compute = Narrow,
        }),
        Answers => models.Sample(Drawn),
        Corrections => models.Correct(Drawn),
        ShardOfCorrections => models.Correct(Drawn with { Shard = new Shard(1, 2) }),
        _ => throw new ArgumentException($"no toy step '{name}'"),
    };

    private static ComputeOptions Narrow => new() { Dtype = FloatType.Bfloat16 };

    // 4 rows of warm-up: 2 updates; 8 corrections, twice: 8 updates.
    private static SupervisorOptions SmallSupervisor => new()
    {
        WarmupFraction = 0.5, WarmupEpochs = 1, Epochs = 2, BatchSize = 2,
    };

    private static SftOptions SmallSft => new() { Epochs = 2, BatchSize = 2, MicroBatchSize = 1 };

    private static DpoOptions SmallDpo => new() { Epochs = 2, BatchSize = 2, SftCoefficient = 0.1 };

    private static LoraOptions Lora => new() { Rank = 2, Alpha = 4, Dropout = 0.2 };

    private static PpoOptions Small => new()
    {
        Rollouts = 4, RolloutSize = 6, MiniBatches = 4, PpoEpochs = 2, MaxNewTokens = 8, LearningRate = 1e-3,
    };

    // 8 rows in 4 batches.
    private static CorrectionOptions Drawn => new() { Temperature = 1, MaxNewTokens = 8, BatchSize = 2 };
}
