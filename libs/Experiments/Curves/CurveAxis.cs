namespace WeakToStrong.Experiments.Curves;

/// <summary>
/// Where a count of finished units lies on another axis: tokens seen, wall time, seconds of the device. Made of what
/// was measured of that axis along the way, with straight lines between, so that curves that were logged at different
/// steps, batch sizes and speeds can be laid over each other.
/// </summary>
public sealed class CurveAxis
{
    private readonly Curve _measured;

    private CurveAxis(Curve measured) => _measured = measured;

    /// <param name="measured">
    /// The axis (y) by finished units (x). All of these only grow; a value below an earlier one, as a clock makes that
    /// was set back or a counter that began again, counts as the earlier one.
    /// </param>
    public static CurveAxis Of(IEnumerable<CurvePoint> measured) => new(Curve.Of(Growing(measured)));

    /// <summary>Null before the first and after the last measurement.</summary>
    public double? At(double units) => _measured.At(units);

    private static IEnumerable<CurvePoint> Growing(IEnumerable<CurvePoint> measured)
    {
        var highest = double.NegativeInfinity;
        foreach (var point in Curve.Of(measured).Points.Where(point => double.IsFinite(point.Y)))
        {
            highest = Math.Max(highest, point.Y);
            yield return point with { Y = highest };
        }
    }
}
