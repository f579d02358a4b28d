using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Curves;

/// <summary>One seed's curve; several of a group may be of the same seed.</summary>
public sealed record SeedCurve(int Seed, Curve Curve);

/// <summary>
/// Mean and Student t band of one group's curves over their seeds. What stands at an x is a function of the curves and
/// of this x alone: it does not change with the view, with how many points are drawn, or with what else is on the
/// chart. Averaging points that were sampled for the screen does, because each curve then loses other points.
/// </summary>
public static class CurveBand
{
    /// <summary>
    /// By x, over the curves that have a value there. Several of one seed, such as a run and its repetition, count as
    /// one, see <see cref="SeedBand"/>.
    /// </summary>
    /// <param name="curves">All of the group, hidden or not, with all their points.</param>
    /// <param name="grid">Where to look: <see cref="CurveGrid"/>, or any part of it.</param>
    /// <param name="level">Of the interval.</param>
    public static IReadOnlyList<BandPoint> Of(
        IReadOnlyList<SeedCurve> curves, IEnumerable<double> grid, double level = MeanInterval.DefaultLevel) =>
        SeedBand.Of(
            from x in grid
            from curve in curves
            let value = curve.Curve.At(x)
            where value is not null
            select new SeedValue(x, curve.Seed, value.Value),
            level);
}

/// <summary>The places at which several curves are compared.</summary>
public static class CurveGrid
{
    // A step is one of these times a power of ten, so that grids of growing curves keep most of their places.
    private static readonly double[] RoundSteps = [1, 2, 5, 10];

    /// <summary>
    /// Every x at which a curve has a point, if they are few enough; else multiples of the smallest round step that
    /// gives no more than <paramref name="maxCount"/> of them between the first and the last x.
    /// </summary>
    public static IReadOnlyList<double> Of(IReadOnlyList<Curve> curves, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 2);
        var places = new SortedSet<double>();
        foreach (var curve in curves)
            places.UnionWith(curve.Points.Select(point => point.X));
        return places.Count <= maxCount ? [.. places] : Multiples(places.Min, places.Max, maxCount);
    }

    private static double[] Multiples(double first, double last, int maxCount)
    {
        var step = StepFor((last - first) / (maxCount - 1));
        var from = Math.Ceiling(first / step);
        var count = (int)(Math.Floor(last / step) - from) + 1;
        return [.. Enumerable.Range(0, Math.Max(0, count)).Select(i => (from + i) * step)];
    }

    private static double StepFor(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return RoundSteps.Select(round => round * power).First(step => step >= least * (1 - 1e-12));
    }
}
