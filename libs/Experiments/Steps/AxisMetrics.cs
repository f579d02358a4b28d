namespace WeakToStrong.Experiments.Steps;

/// <summary>Metrics that say where on another axis than its updates a step is.</summary>
public static class AxisMetrics
{
    /// <summary>Tokens that were trained on since the beginning, over all attempts.</summary>
    public const string TokenCount = "num_tokens";

    /// <summary>
    /// When a report came, in seconds since 1970; added by the worker to every report that has metrics. It decides
    /// nothing.
    /// </summary>
    public const string WallTime = "wall_time";

    public static bool IsAxis(string metric) => metric is TokenCount or WallTime;
}
