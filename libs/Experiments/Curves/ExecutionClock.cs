namespace WeakToStrong.Experiments.Curves;

/// <summary>When one attempt of a step was executed, in seconds of one clock; still going on without an end.</summary>
public readonly record struct ExecutionSpan(double Start, double? End);

/// <summary>
/// Tells from a clock how long a step had taken: by the wall, waiting between its attempts included, and of the device,
/// without it.
/// </summary>
public sealed class ExecutionClock
{
    private readonly ExecutionSpan[] _spans;

    private ExecutionClock(ExecutionSpan[] spans) => _spans = spans;

    /// <summary>Attempts follow one another; one that ends after the next begins ends there.</summary>
    public static ExecutionClock Of(IEnumerable<ExecutionSpan> spans)
    {
        var ordered = spans.OrderBy(span => span.Start).ToArray();
        for (var i = 0; i + 1 < ordered.Length; i++)
            ordered[i] = ordered[i] with { End = Math.Min(ordered[i].End ?? double.MaxValue, ordered[i + 1].Start) };
        return new ExecutionClock(ordered);
    }

    /// <summary>Seconds since the first attempt began; null before it and where there is none.</summary>
    public double? WallAt(double time) => HasBegunAt(time) ? time - _spans[0].Start : null;

    /// <summary>Seconds in which an attempt was executed; null before the first and where there is none.</summary>
    public double? DeviceAt(double time) => HasBegunAt(time)
        ? _spans.Sum(span => Math.Max(0, Math.Min(time, span.End ?? double.MaxValue) - span.Start))
        : null;

    private bool HasBegunAt(double time) => _spans.Length > 0 && time >= _spans[0].Start;
}
