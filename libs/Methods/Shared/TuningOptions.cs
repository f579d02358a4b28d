using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// What every gradient step lets its user choose. A method derives its own record and sets its own defaults;
/// nothing is inherited but these settings.
/// </summary>
public abstract record TuningOptions
{
    [Description("Passes over the data.")]
    [Range(0, 1000)]
    public int Epochs { get; init; } = 1;

    [Description("Samples (or pairs) per update.")]
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 16;

    [Description("Batches are split into parts of at most so many samples; their gradients add up to the same update.")]
    [Range(1, 65536)]
    public int? MicroBatchSize { get; init; }

    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Batches are split into parts of at most so many tokens; their gradients add up to the same update.")]
    [Range(1, 1 << 24)]
    public int? MicroBatchTokens { get; init; }

    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Keeps only what enters each layer and computes it again for its gradient: less memory, more time.")]
    public bool? ActivationCheckpointing { get; init; }

    [Description("Peak learning rate.")]
    [Range(0.0, 10.0)]
    public double LearningRate { get; init; } = 1e-4;

    [Description("Shape of the learning rate after warm-up.")]
    public ScheduleShape Schedule { get; init; } = ScheduleShape.Cosine;

    [Description("Part of the updates over which the learning rate rises linearly from 0.")]
    [Range(0.0, 1.0)]
    public double LearningRateWarmup { get; init; } = 0.05;

    [Description("Learning rate at the end, as a fraction of the peak.")]
    [Range(0.0, 1.0)]
    public double FinalFraction { get; init; } = 0.1;

    [Description("Decoupled weight decay (AdamW), on every parameter.")]
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; }

    [Description("Gradients are scaled down to this global norm.")]
    [Range(1e-6, 1e6)]
    public double MaxGradNorm { get; init; } = 1.0;

    [Range(0.0, 0.999999)]
    public double AdamBeta1 { get; init; } = 0.9;

    [Range(0.0, 0.999999)]
    public double AdamBeta2 { get; init; } = 0.98;

    [Range(1e-12, 1e-2)]
    public double AdamEpsilon { get; init; } = 1e-8;

    [Description("Longest sequence in tokens; a longer prompt loses its beginning, a longer completion its end.")]
    [Range(8, 131072)]
    public int MaxLength { get; init; } = 512;

    [Description("How samples come together in batches.")]
    public BatchOrder Batching { get; init; } = BatchOrder.LengthGrouped;

    [Description("Arithmetic of this step; the experiment's own when not given.")]
    public ComputeOptions? Compute { get; init; }

    /// <summary>
    /// Parts of batches that keep to <see cref="MicroBatchTokens"/>; the batches where that is not given.
    /// </summary>
    /// <param name="batches">Of sample or pair numbers.</param>
    /// <param name="tokenCounts">Tokens of each.</param>
    internal IEnumerable<int[]> MicroBatches(IEnumerable<int[]> batches, IReadOnlyList<int> tokenCounts) =>
        Budget(tokenCounts) is { } budget ? batches.SelectMany(budget.Split) : batches;

    /// <summary>What <see cref="MicroBatchTokens"/> means for samples or pairs of these lengths.</summary>
    internal TokenBudget? Budget(IReadOnlyList<int> tokenCounts) =>
        MicroBatchTokens is { } tokens ? new TokenBudget(tokens, tokenCounts) : null;
}
