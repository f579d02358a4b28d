namespace WeakToStrong.Experiments.Curves;

/// <summary>
/// Trends of noisy curves: as many points as came in, at the same x. A gap stays a gap and gives nothing to its
/// neighbours.
/// </summary>
public static class Smoothing
{
    /// <summary>The x axis counts as this many units of time, however long it is.</summary>
    private const double AxisUnits = 1000;

    /// <summary>The largest factor of one unit: a weight of 1 would forget nothing and follow nothing.</summary>
    private const double MaxFactor = 0.999;

    /// <summary>
    /// Time-weighted exponential moving average, as Weights and Biases defines its TWEMA: what was before fades with
    /// its distance in x, not with the number of points between, and the sum of weights divides, so that the beginning
    /// is not drawn to 0. yᵢ = Σ fⁱʲ·yⱼ / Σ fⁱʲ over j ≤ i, with fⁱʲ = √weight ^ (1000 · (xᵢ − xⱼ) / range).
    /// </summary>
    /// <param name="curve">The raw values.</param>
    /// <param name="weight">From 0, no smoothing, to 1.</param>
    /// <param name="range">
    /// Length of the x axis, the same for all curves that are compared; of the data, not of what is zoomed into, or the
    /// trend would change with the view.
    /// </param>
    public static Curve TimeWeighted(Curve curve, double weight, double range)
    {
        CheckWeight(weight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(range);
        var factor = Math.Min(Math.Sqrt(weight), MaxFactor);
        var (sum, weights, before) = (0.0, 0.0, double.NaN);
        return Map(curve, point =>
        {
            var kept = double.IsNaN(before) ? 0 : Math.Pow(factor, (point.X - before) / range * AxisUnits);
            (sum, weights, before) = (sum * kept + point.Y, weights * kept + 1, point.X);
            return sum / weights;
        });
    }

    private static void CheckWeight(double weight)
    {
        if (weight is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "allowed is 0 to 1");
    }

    /// <summary>Calls for the points that are there, in order.</summary>
    private static Curve Map(Curve curve, Func<CurvePoint, double> smooth) =>
        Curve.Of(curve.Points.Select(point =>
            double.IsFinite(point.Y) ? point with { Y = smooth(point) } : point with { Y = double.NaN }));
}
