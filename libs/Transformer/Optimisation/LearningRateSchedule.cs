namespace WeakToStrong.Transformer.Optimisation;

/// <summary>How the learning rate falls after warm-up.</summary>
public enum ScheduleShape
{
    /// <summary>Stays at the peak.</summary>
    Constant,

    /// <summary>Falls linearly to the final fraction.</summary>
    Linear,

    /// <summary>Falls along half a cosine to the final fraction.</summary>
    Cosine
}

/// <summary>
/// Learning rate as a pure function of the update's number: a linear warm-up, then the shape. With k = update + 1, the
/// warm-up W and the total N, the rate is peak · k / W for k ≤ W; after that it falls with p = (k − W) / (N − W) and
/// reaches peak · final fraction at the last update. So the first update is never wasted on a rate of zero.
/// </summary>
public sealed record LearningRateSchedule
{
    private readonly double _peak;
    private readonly double _warmupFraction;
    private readonly double _finalFraction;

    /// <summary>How the rate falls after warm-up.</summary>
    public required ScheduleShape Shape { get; init; }

    /// <summary>Rate at the end of warm-up; not negative.</summary>
    public required double Peak
    {
        get => _peak;
        init => _peak = Checked(value, double.MaxValue, nameof(Peak));
    }

    /// <summary>
    /// Part of all updates that is warm-up, rounded up; not used where <see cref="WarmupUpdates"/> is set.
    /// </summary>
    public double WarmupFraction
    {
        get => _warmupFraction;
        init => _warmupFraction = Checked(value, 1, nameof(WarmupFraction));
    }

    /// <summary>Updates of warm-up; null: derived from <see cref="WarmupFraction"/>.</summary>
    public int? WarmupUpdates { get; init; }

    /// <summary>Rate of the last update as a part of the peak, 0 to 1; not used by a constant schedule.</summary>
    public double FinalFraction
    {
        get => _finalFraction;
        init => _finalFraction = Checked(value, 1, nameof(FinalFraction));
    }

    /// <summary>The learning rate of an update.</summary>
    /// <param name="update">Number of the update, from 0; past the last one the rate stays where it ended.</param>
    /// <param name="totalUpdates">N: updates in all.</param>
    public double At(int update, int totalUpdates)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(update);
        var warmup = WarmupUpdates ?? (int)Math.Ceiling(WarmupFraction * totalUpdates);
        var count = update + 1.0;
        if (count <= warmup)
            return Peak * count / warmup;
        var progress = Math.Min(1, (count - warmup) / Math.Max(1, totalUpdates - warmup));
        return Peak * (FinalFraction + (1 - FinalFraction) * Remaining(progress));
    }

    private double Remaining(double progress) => Shape switch
    {
        ScheduleShape.Constant => 1,
        ScheduleShape.Linear => 1 - progress,
        ScheduleShape.Cosine => 0.5 * (1 + Math.Cos(Math.PI * progress)),
        _ => throw new InvalidOperationException($"unknown schedule shape {Shape}")
    };

    private static double Checked(double value, double highest, string name) =>
        value >= 0 && value <= highest
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"allowed: 0 to {highest}");
}
