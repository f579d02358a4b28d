using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>Rounds of PPO: generation, scoring by policy, reference and reward model, and updates.</summary>
internal sealed record PpoWork(ModelConfig Config, FloatType Type, PpoOptions Options) : StepWork(Config, Type)
{
    /// <summary>The reward model's shape, which a critic of its own has too.</summary>
    public required ModelConfig Reward { get; init; }

    /// <summary>Answers side by side.</summary>
    private int Sampled => Math.Min(Options.GenerationBatchSize ?? Options.RolloutSize, Options.RolloutSize);

    private bool HasCritic => Options.ValueFrom == ValueInitialisation.RewardModel;

    public override MemoryEstimate Estimate(double lengthShare)
    {
        var prompt = Length(Options.MaxPromptLength, lengthShare);
        var length = prompt + Options.MaxNewTokens;
        var answers = (Options.RolloutSize + Options.MiniBatches - 1) / Options.MiniBatches;
        var rows = Limited((long)answers * length, length, Options.MicroBatchTokens);
        var generation = Memory.Generation(Sampled, prompt, Options.MaxNewTokens, isGreedy: false);
        var scored = Limited((long)Options.RolloutSize * length, length, Options.MicroBatchTokens);
        var scoring = Memory.ScoringPass(scored, scored * Options.MaxNewTokens / length);
        var update = Memory.TrainingPass(
            rows, rows * Options.MaxNewTokens / length, Options.ActivationCheckpointing ?? false,
            Options.Lora is not null);
        // The logits of the policy and of the reference are there together.
        return Held(update.Or(generation).Or(scoring with { Logits = 2 * scoring.Logits }));
    }

    public override IEnumerable<(string Option, StepWork Work)> Savings()
    {
        var tokens = Math.Min(Options.MaxPromptLength + Options.MaxNewTokens, Config.MaxPositions);
        var parts = this with { Options = Options with { MicroBatchTokens = tokens } };
        var both = parts with { Options = parts.Options with { ActivationCheckpointing = true } };
        var rest = $"micro_batch_tokens: {tokens} and activation_checkpointing: true";
        yield return ($"micro_batch_tokens: {tokens}", parts);
        foreach (var size in Halves(Sampled))
            yield return ($"generation_batch_size: {size}", OfBatches(size));
        yield return ($"micro_batch_tokens: {tokens} with activation_checkpointing: true", both);
        foreach (var size in Halves(Sampled))
            yield return ($"generation_batch_size: {size} with {rest}", both.OfBatches(size));
        var one = both.OfBatches(1);
        var adapter = one with { Options = one.Options with { Lora = Options.Lora ?? new LoraOptions() } };
        yield return ($"lora, with generation_batch_size: 1, {rest}", adapter);
        yield return (
            $"lora and {InBfloat16.Option}, with generation_batch_size: 1, {rest}",
            adapter with { Type = FloatType.Bfloat16 });
    }

    private PpoWork OfBatches(int size) => this with { Options = Options with { GenerationBatchSize = size } };

    // The policy that is trained, the model it started from, the reward model, and the critic made of it.
    private MemoryEstimate Held(MemoryEstimate work)
    {
        var policy = Memory.TrainingState(Options.Lora?.WeightCount(Config));
        var reward = (this with { Config = Reward }).Memory;
        var critic = HasCritic ? reward.TrainingState(Options.Lora?.WeightCount(Reward)) : new MemoryEstimate();
        // Without their adapters the policy is the reference, and the critic the reward model.
        var (reference, rewarding) = Options.Lora is null
            ? (Memory.Weights, reward.Weights)
            : (0, HasCritic ? 0 : reward.Weights);
        return work with
        {
            Weights = policy.Weights + reference + rewarding + critic.Weights,
            Gradients = policy.Gradients + critic.Gradients,
            Optimiser = policy.Optimiser + critic.Optimiser,
        };
    }
}
