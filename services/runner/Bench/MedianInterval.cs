using System.Numerics;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// Median of repeated measurements with an interval between two of them (order statistics), which assumes nothing
/// about how they are distributed: a busy machine gives long tails.
/// </summary>
internal sealed record MedianInterval
{
    /// <summary>With fewer values no two of them hold the median with probability 0.95.</summary>
    public const int FewestValues = 6;

    private const double Outside = 0.05;

    public required double Median { get; init; }

    /// <summary>The median lies between low and high with probability 0.95 or more.</summary>
    public required double Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public required double High { get; init; }

    public static MedianInterval Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        ArgumentOutOfRangeException.ThrowIfLessThan(sorted.Length, FewestValues, nameof(values));
        var cut = ValuesBelow(sorted.Length);
        return new MedianInterval
        {
            Median = Middle(sorted),
            Low = sorted[cut],
            High = sorted[^(cut + 1)],
        };
    }

    /// <summary>The median of values in order.</summary>
    public static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    /// <summary>
    /// How many values to leave out at each end. Each value is below the median with probability ½, so the k-th
    /// smallest is above it with the probability that fewer than k of n coins show heads.
    /// </summary>
    private static int ValuesBelow(int count)
    {
        var (term, sum) = (BigInteger.One, BigInteger.One);
        var half = BigInteger.One << count;
        var cut = 0;
        while ((double)sum / (double)half <= Outside / 2)
        {
            cut++;
            term = term * (count - cut + 1) / cut;
            sum += term;
        }
        return cut - 1;
    }
}
