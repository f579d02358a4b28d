namespace WeakToStrong.Experiments.Curves;

/// <summary>One value of a curve; NaN where there was none, which is a gap in the line.</summary>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>Points in the order of x.</summary>
public sealed class Curve
{
    private readonly CurvePoint[] _points;

    private Curve(CurvePoint[] points) => _points = points;

    public IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>Sorts the points by x; those of one x keep their order. An x that is not finite has no place.</summary>
    public static Curve Of(IEnumerable<CurvePoint> points) =>
        new([.. points.Where(point => double.IsFinite(point.X)).OrderBy(point => point.X)]);

    /// <summary>
    /// The value at an x by the straight line between its neighbours; the last of several points at this x. Null
    /// outside the curve and inside a gap: nothing is guessed.
    /// </summary>
    public double? At(double x)
    {
        var after = FirstAfter(x);
        if (after == 0 || double.IsNaN(x))
            return null;
        var left = _points[after - 1];
        if (left.X == x)
            return Finite(left.Y);
        if (after == _points.Length)
            return null;
        var right = _points[after];
        var share = (x - left.X) / (right.X - left.X);
        return Finite(left.Y + share * (right.Y - left.Y));
    }

    /// <summary>The same values over another axis; points for which that has no place are left out.</summary>
    public Curve Over(CurveAxis axis) =>
        Of(from point in _points
           let x = axis.At(point.X)
           where x is not null
           select point with { X = x.Value });

    /// <summary>The part between two places, and the points next to it, so that its line reaches both.</summary>
    public Curve Within(double first, double last)
    {
        var from = Math.Max(0, FirstAfter(Math.BitDecrement(first)) - 1);
        var end = Math.Min(_points.Length, FirstAfter(last) + 1);
        return new Curve(from < end ? _points[from..end] : []);
    }

    private int FirstAfter(double x)
    {
        var (low, high) = (0, _points.Length);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (_points[middle].X <= x)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
