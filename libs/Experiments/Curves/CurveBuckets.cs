namespace WeakToStrong.Experiments.Curves;

/// <summary>A stretch of a curve as it is drawn: mean and how far it reaches; null where it has no value.</summary>
/// <param name="X">Mean place of its points.</param>
public readonly record struct CurveBucket(double X, double? Mean, double? Min, double? Max);

/// <summary>
/// Makes a long curve short and keeps every spike: stretches of equal width are drawn by their mean in a band from
/// their least to their highest value.
/// </summary>
public static class CurveBuckets
{
    /// <summary>Every point by itself when they are few enough; stretches without a point make no bucket.</summary>
    /// <param name="curve">Or the part of one that is looked at, see <see cref="Curve.Within"/>.</param>
    /// <param name="maxCount">Of buckets.</param>
    public static IReadOnlyList<CurveBucket> Of(Curve curve, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        var points = curve.Points;
        if (points.Count <= maxCount)
            return [.. points.Select(point => Of([point]))];
        var width = (points[^1].X - points[0].X) / maxCount;
        return
        [
            .. points
                .GroupBy(point => width > 0 ? Math.Min(maxCount - 1, (int)((point.X - points[0].X) / width)) : 0)
                .Select(bucket => Of([.. bucket])),
        ];
    }

    private static CurveBucket Of(CurvePoint[] points)
    {
        var x = points.Average(point => point.X);
        var values = points.Select(point => point.Y).Where(double.IsFinite).ToArray();
        return values.Length == 0
            ? new CurveBucket(x, null, null, null)
            : new CurveBucket(x, values.Average(), values.Min(), values.Max());
    }
}
