using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>How fast a running step goes, and how long it still takes; null until it is known.</summary>
public sealed record StepPace(StepRow Step, double? PerSecond, TimeSpan? Left);

/// <summary>Turns successive views of a run into rates and times left.</summary>
public sealed class ProgressMeter(TimeProvider time, int slots)
{
    /// <summary>Until this share of the work is done here, the plan's estimate is better than a measurement.</summary>
    private const double MeasuredShare = 0.02;

    private readonly Dictionary<string, (DateTimeOffset At, long Done)> _firstSeen = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private double? _firstDoneSeconds;

    public TimeSpan Elapsed => time.GetUtcNow() - _startedAt;

    /// <summary>The running steps with their rates, in the plan's order.</summary>
    public IReadOnlyList<StepPace> Observe(RunView view)
    {
        _firstDoneSeconds ??= view.DoneSeconds;
        return [.. view.Steps.Where(step => step.Status == StepStatus.Running).Select(Pace)];
    }

    /// <summary>Time left of the whole run: the rest of the estimated cost at the speed so far.</summary>
    public TimeSpan? Left(RunView view)
    {
        var rest = view.TotalSeconds - view.DoneSeconds;
        var done = view.DoneSeconds - (_firstDoneSeconds ?? view.DoneSeconds);
        if (rest <= 0)
            return TimeSpan.Zero;
        return done < MeasuredShare * view.TotalSeconds
            ? TimeSpan.FromSeconds(rest / slots)
            : rest / done * Elapsed;
    }

    // Counted from where this attempt was first seen, which after a resume is not zero.
    private StepPace Pace(StepRow step)
    {
        if (step.LastAttempt is not { TotalCount: > 0 } attempt)
            return new StepPace(step, null, null);
        var now = time.GetUtcNow();
        var key = $"{step.Key}#{attempt.Number}";
        if (!_firstSeen.TryGetValue(key, out var first))
            _firstSeen.Add(key, first = (now, attempt.DoneCount));
        var seconds = (now - first.At).TotalSeconds;
        if (attempt.DoneCount <= first.Done || seconds <= 0)
            return new StepPace(step, null, null);
        var rate = (attempt.DoneCount - first.Done) / seconds;
        return new StepPace(step, rate, TimeSpan.FromSeconds((attempt.TotalCount - attempt.DoneCount) / rate));
    }
}
