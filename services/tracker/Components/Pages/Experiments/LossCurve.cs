using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>How a training goes, in few points.</summary>
internal static class LossCurve
{
    /// <summary>Means of as many equal shares; null where a share has no finite value.</summary>
    public static IReadOnlyList<double?> Thin(IReadOnlyList<PointValue> points, int count)
    {
        var shares = Math.Min(count, points.Count);
        return [.. Enumerable.Range(0, shares).Select(share => Mean(
            points, share * points.Count / shares, (share + 1) * points.Count / shares))];
    }

    private static double? Mean(IReadOnlyList<PointValue> points, int from, int to)
    {
        var (sum, finite) = (0.0, 0);
        for (var i = from; i < to; i++)
            if (points[i].Value is { } value && double.IsFinite(value))
                (sum, finite) = (sum + value, finite + 1);
        return finite == 0 ? null : sum / finite;
    }
}
