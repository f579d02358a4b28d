using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Methods.Ppo;

/// <summary>RLHF: a reward model on the labels' pairs, then proximal policy optimisation against it.</summary>
public sealed record PpoOptions : IValidatableObject
{
    [Description("Training of the reward model.")]
    public RewardModelOptions RewardModel { get; init; } = new();

    [Description("Rounds of sampling and updating.")]
    [Range(0, 1_000_000)]
    public int Rollouts { get; init; } = 15;

    [Description("Answers sampled in a round.")]
    [Range(1, 65536)]
    public int RolloutSize { get; init; } = 64;

    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Answers sampled side by side, the next in the place of one that has ended; all when not given.")]
    [Range(1, 65536)]
    public int? GenerationBatchSize { get; init; }

    [Description("Passes over a round's answers.")]
    [Range(1, 100)]
    public int PpoEpochs { get; init; } = 2;

    [Description("Parts that a pass is split into, one update each.")]
    [Range(1, 65536)]
    public int MiniBatches { get; init; } = 2;

    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description(
        "Answers are scored and minibatches split in parts of at most so many tokens, whose gradients are one update.")]
    [Range(1, 1 << 24)]
    public int? MicroBatchTokens { get; init; }

    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Keeps only what enters each layer and computes it again for its gradient: less memory, more time.")]
    public bool? ActivationCheckpointing { get; init; }

    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Trains low-rank updates of policy and value model; without them the policy is the reference.")]
    public LoraOptions? Lora { get; init; }

    [Range(0.0, 10.0)]
    public double LearningRate { get; init; } = 5e-5;

    [Description("Shape of the learning rate.")]
    public ScheduleShape Schedule { get; init; } = ScheduleShape.Constant;

    [Range(0.0, 0.999999)]
    public double AdamBeta1 { get; init; } = 0.9;

    [Range(0.0, 0.999999)]
    public double AdamBeta2 { get; init; } = 0.95;

    [Range(1e-12, 1e-2)]
    public double AdamEpsilon { get; init; } = 1e-8;

    [Range(1e-6, 1e6)]
    public double MaxGradNorm { get; init; } = 1.0;

    [Description("Weight β of the per-token KL penalty inside the reward.")]
    [Range(0.0, 100.0)]
    public double KlCoefficient { get; init; } = 0.1;

    [Description("Target KL per answer in nats; when given, β adapts towards it.")]
    [Range(1e-6, 1e6)]
    public double? KlTarget { get; init; }

    [Description("Horizon of the adaptive β, in answers.")]
    [Range(1, 100_000_000)]
    public int KlHorizon { get; init; } = 10_000;

    [Description("Discount γ.")]
    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 1.0;

    [Description("λ of generalised advantage estimation.")]
    [Range(0.0, 1.0)]
    public double GaeLambda { get; init; } = 0.95;

    [Description("Ratio clip ε.")]
    [Range(1e-3, 10.0)]
    public double ClipRange { get; init; } = 0.2;

    [Description("Values may move this far from those of the rollout.")]
    [Range(1e-3, 1000.0)]
    public double ValueClipRange { get; init; } = 0.2;

    [Description("Weight of the value loss.")]
    [Range(0.0, 100.0)]
    public double ValueCoefficient { get; init; } = 0.5;

    [Description("Where values start: at 0 from a head on the policy's trunk, or as the reward model, trunk and head.")]
    public ValueInitialisation ValueFrom { get; init; } = ValueInitialisation.Policy;

    [Description("Mean and standard deviation that rewards are scaled by.")]
    public RewardScaling RewardScaling { get; init; } = RewardScaling.Pairs;

    [Description("Scaled rewards are cut to ± this.")]
    [Range(1e-3, 1e6)]
    public double RewardClip { get; init; } = 5.0;

    [Description("Scaled reward of an answer that has no end within max_new_tokens; its own reward when not given.")]
    public double? MissingEosPenalty { get; init; } = -1.0;

    [Description("Advantages to mean 0 and variance 1 over a round (variance with Bessel's correction).")]
    public bool WhitenAdvantages { get; init; } = true;

    [Description("Sampling temperature; log-probabilities are taken at it too.")]
    [Range(1e-3, 100.0)]
    public double Temperature { get; init; } = 1.0;

    [Range(1, 65536)]
    public int MaxNewTokens { get; init; } = 48;

    [Range(1, 131072)]
    public int MaxPromptLength { get; init; } = 448;

    [Description("Arithmetic of this step; the experiment's own when not given.")]
    public ComputeOptions? Compute { get; init; }

    /// <summary>Parts of some answers that keep to <see cref="MicroBatchTokens"/>; all where it is not given.</summary>
    /// <returns>Positions in <paramref name="answers"/>, neighbours together, in order.</returns>
    internal IEnumerable<int[]> Parts(IReadOnlyList<TokenSample> answers)
    {
        int[] all = [.. Enumerable.Range(0, answers.Count)];
        return MicroBatchTokens is { } tokens
            ? new TokenBudget(tokens, [.. answers.Select(answer => answer.Length)]).Split(all)
            : [all];
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MiniBatches > RolloutSize)
            yield return new ValidationResult(
                $"mini_batches is {MiniBatches}; allowed are at most as many as rollout_size, {RolloutSize}",
                ["mini_batches"]);
        if (KlTarget is not null && KlHorizon < AdaptiveKl.ShortestHorizon(RolloutSize))
            yield return new ValidationResult(
                $"kl_horizon is {KlHorizon}; allowed are at least {AdaptiveKl.ShortestHorizon(RolloutSize)}, above a "
                + $"fifth of rollout_size, {RolloutSize}: below it β can reach 0",
                ["kl_horizon"]);
    }
}

/// <summary>Where the value function starts.</summary>
public enum ValueInitialisation
{
    /// <summary>A value head on the policy's trunk, zero at first.</summary>
    Policy,

    /// <summary>A value model of its own that starts as the reward model.</summary>
    RewardModel,
}

/// <summary>What the reward model's numbers are scaled by.</summary>
public enum RewardScaling
{
    /// <summary>Rewards as they are.</summary>
    None,

    /// <summary>By the reward model's mean and deviation over all answers of its training pairs.</summary>
    Pairs,

    /// <summary>By those of the first round.</summary>
    FirstRollout,
}
