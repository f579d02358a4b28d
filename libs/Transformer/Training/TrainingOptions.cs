using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Transformer.Training;

/// <summary>Settings of a <see cref="TrainingLoop"/>.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Learning rate by update.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>Settings of the optimiser.</summary>
    public AdamWOptions Optimiser { get; init; } = new();

    /// <summary>Longest gradient that is not shortened; null: any.</summary>
    public double? MaximumGradientNorm { get; init; } = 1;

    /// <summary>
    /// Most samples whose activations are in memory at once; null: the whole batch. Does not change the result.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>
    /// Most tokens whose activations are in memory at once; null: any number. Does not change the result.
    /// </summary>
    public TokenBudget? MicroBatchTokens { get; init; }

    /// <summary>Where and when to checkpoint; null: never.</summary>
    public CheckpointPolicy? Checkpoints { get; init; }

    internal TrainingOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        if (MicroBatchSize is { } size)
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(MicroBatchSize));
        if (MicroBatchTokens is { } budget)
            ArgumentOutOfRangeException.ThrowIfLessThan(budget.Maximum, 1, nameof(MicroBatchTokens));
        if (MaximumGradientNorm is <= 0 or double.NaN)
            throw new ArgumentOutOfRangeException(
                nameof(MaximumGradientNorm), MaximumGradientNorm, "allowed: above 0, or null for no limit");
        return this;
    }
}
