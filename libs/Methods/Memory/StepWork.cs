using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>The work of a step with a model, as far as its memory is concerned.</summary>
/// <param name="Config">The model's shape.</param>
/// <param name="Type">Type of its weights.</param>
internal abstract record StepWork(ModelConfig Config, FloatType Type)
{
    // Below this even short samples are seldom.
    private const int ShortLength = 64;

    /// <summary>Whether it computes on CUDA, whose memory it takes instead of the machine's.</summary>
    public bool OnDevice { get; init; }

    /// <summary>Peak of the step.</summary>
    /// <param name="lengthShare">
    /// Length of the samples, as a share of the longest that the options allow: nobody knows them before the steps
    /// before this one are done.
    /// </param>
    public abstract MemoryEstimate Estimate(double lengthShare);

    /// <summary>Options that make it smaller, as a user writes them, the cheapest first.</summary>
    public abstract IEnumerable<(string Option, StepWork Work)> Savings();

    protected ModelMemory Memory => new(Config, ElementBytes, OnDevice);

    protected (string Option, StepWork Work) InBfloat16 =>
        ("compute: {dtype: bfloat16}", this with { Type = FloatType.Bfloat16 });

    /// <summary>Tokens of a sample or prompt of which the options allow <paramref name="longest"/>.</summary>
    protected int Length(int longest, double share) =>
        Math.Min(Math.Min(longest, Config.MaxPositions), Math.Max(ShortLength, (int)(longest * share)));

    /// <summary>Most rows of a pass; a unit that is longer than the limit has a pass of its own.</summary>
    /// <param name="rows">Those of a whole batch.</param>
    /// <param name="unit">Those of a sample or pair.</param>
    /// <param name="tokens">The limit; null: none.</param>
    protected static long Limited(long rows, long unit, int? tokens) =>
        tokens is { } limit ? Math.Min(rows, Math.Max(limit, unit)) : rows;

    /// <summary>Half of it, half of that, and so on, down to 1.</summary>
    protected static IEnumerable<int> Halves(int size)
    {
        for (size /= 2; size >= 1; size /= 2)
            yield return size;
    }

    private int ElementBytes => Type switch
    {
        FloatType.Float64 => 8,
        FloatType.Bfloat16 => 2,
        _ => 4,
    };
}
