namespace WeakToStrong.W2s.Display;

/// <summary>A series as one line of eighth blocks.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> characters, each the mean of its share of the finite values.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
            return "";
        var points = Shares(finite, Math.Min(width, finite.Length)).ToArray();
        var (low, high) = (points.Min(), points.Max());
        return string.Concat(points.Select(point => Block(point, low, high)));
    }

    private static IEnumerable<double> Shares(double[] values, int count)
    {
        for (var i = 0; i < count; i++)
            yield return values[(i * values.Length / count)..((i + 1) * values.Length / count)].Average();
    }

    private static char Block(double value, double low, double high) =>
        high > low ? Blocks[(int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1))] : Blocks[0];
}
