namespace WeakToStrong.Experiments.Curves;

/// <summary>How curves are looked at.</summary>
public sealed record CurveLook
{
    /// <summary>From 0, no smoothing, to 1, see <see cref="Smoothing.TimeWeighted"/>.</summary>
    public double Smoothing { get; init; }

    /// <summary>Length of the x axis of everything that is compared, whatever part of it is looked at.</summary>
    public required double Range { get; init; }

    /// <summary>Points per line at most.</summary>
    public required int MaxPoints { get; init; }

    /// <summary>The part that is looked at; null for all.</summary>
    public (double First, double Last)? Part { get; init; }

    internal bool IsSmooth => Smoothing > 0 && Range > 0;

    internal Curve Seen(Curve curve) => Part is var (first, last) ? curve.Within(first, last) : curve;

    internal Curve Trend(Curve curve) => Curves.Smoothing.TimeWeighted(curve, Smoothing, Range);
}

/// <summary>A line as it is drawn; every list is as long as <see cref="X"/>.</summary>
public sealed record DrawnCurve
{
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>Null is a gap.</summary>
    public required IReadOnlyList<double?> Y { get; init; }

    /// <summary>Lower ends of the band; null when there is none.</summary>
    public IReadOnlyList<double?>? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public IReadOnlyList<double?>? High { get; init; }

    /// <summary>The trend; null when it is not asked for.</summary>
    public IReadOnlyList<double?>? Smooth { get; init; }
}

/// <summary>
/// Makes lines of curves. Trends and means are of all points, so the same place has the same value however far one
/// looks at it; only how many places are drawn depends on the view.
/// </summary>
public static class CurveDrawing
{
    /// <summary>One curve; where it has more points than are drawn, its band is from least to most.</summary>
    public static DrawnCurve OfOne(Curve curve, CurveLook look)
    {
        var seen = look.Seen(curve);
        var buckets = CurveBuckets.Of(seen, look.MaxPoints);
        var trend = look.IsSmooth ? look.Trend(curve) : null;
        var isBand = seen.Points.Count > look.MaxPoints;
        return new DrawnCurve
        {
            X = [.. buckets.Select(bucket => bucket.X)],
            Y = [.. buckets.Select(bucket => bucket.Mean)],
            Low = isBand ? [.. buckets.Select(bucket => bucket.Min)] : null,
            High = isBand ? [.. buckets.Select(bucket => bucket.Max)] : null,
            Smooth = trend is null ? null : [.. buckets.Select(bucket => trend.At(bucket.X))],
        };
    }

    /// <summary>Mean over seeds, its 95 % band, and the mean of the seeds' trends.</summary>
    public static DrawnCurve OfSeeds(IReadOnlyList<SeedCurve> curves, CurveLook look)
    {
        var grid = CurveGrid.Of([.. curves.Select(seed => look.Seen(seed.Curve))], look.MaxPoints);
        var band = CurveBand.Of(curves, grid);
        var isBand = band.Any(point => point.Value.Low is not null);
        return new DrawnCurve
        {
            X = [.. band.Select(point => point.X)],
            Y = [.. band.Select(point => (double?)point.Value.Mean)],
            Low = isBand ? [.. band.Select(point => point.Value.Low)] : null,
            High = isBand ? [.. band.Select(point => point.Value.High)] : null,
            Smooth = look.IsSmooth ? TrendOver(curves, [.. band.Select(point => point.X)], look) : null,
        };
    }

    private static IReadOnlyList<double?> TrendOver(IReadOnlyList<SeedCurve> curves, double[] places, CurveLook look)
    {
        var trends = curves.Select(seed => seed with { Curve = look.Trend(seed.Curve) }).ToArray();
        var means = CurveBand.Of(trends, places).ToDictionary(point => point.X, point => point.Value.Mean);
        return [.. places.Select(x => means.TryGetValue(x, out var mean) ? mean : (double?)null)];
    }
}
