using System.Diagnostics;

namespace WeakToStrong.Experiments.Store;

/// <summary>A point in time by the machine's steady clock, which nothing sets.</summary>
internal readonly record struct Deadline
{
    private readonly long _at;

    private Deadline(long at) => _at = at;

    public bool IsOver => Stopwatch.GetTimestamp() >= _at;

    public static Deadline After(TimeSpan wait) =>
        new(Stopwatch.GetTimestamp() + (long)(wait.TotalSeconds * Stopwatch.Frequency));
}
