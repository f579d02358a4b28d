using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Plain lines for logs: one when a step changes its state, and now and then one with rates.</summary>
internal sealed class ProgressLines(ProgressMeter meter)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, StepStatus> _states = new(StringComparer.Ordinal);
    private TimeSpan _nextRates = Interval;

    /// <summary>What is new in this view.</summary>
    public IEnumerable<string> Next(RunView view)
    {
        var running = meter.Observe(view);
        var changes = _states.Count == 0
            ? [Opening(view)]
            : view.Steps.Where(HasChanged).Select(Change).OfType<string>();
        var lines = changes.ToList();
        foreach (var step in view.Steps)
            _states[step.Key] = step.Status;
        if (meter.Elapsed >= _nextRates)
        {
            _nextRates = meter.Elapsed + Interval;
            lines.AddRange(running.Where(pace => pace.PerSecond is not null).Select(Rate));
            lines.Add(Overall(view));
        }
        return lines;
    }

    private static string Opening(RunView view) =>
        $"run {view.Run.ShortId} {view.Run.Name}: {view.Run.StepCount} steps, {view.Run.CachedCount} cached";

    private bool HasChanged(StepRow step) => _states.GetValueOrDefault(step.Key) != step.Status;

    private static string? Change(StepRow step) => step.Status switch
    {
        StepStatus.Running when step.AttemptCount > 1 => $"{step.Name}: started, attempt {step.AttemptCount}",
        StepStatus.Running => $"{step.Name}: started",
        StepStatus.Completed => $"{step.Name}: done{Took(step)}",
        // Why is said once, at the end.
        StepStatus.Failed => $"{step.Name}: failed",
        StepStatus.Cancelled => $"{step.Name}: cancelled",
        _ => null,
    };

    private static string Took(StepRow step) =>
        step.LastAttempt is { StartedAt: { } start, EndedAt: { } end } ? $" in {Format.Duration(end - start)}" : "";

    private static string Rate(StepPace pace)
    {
        var attempt = pace.Step.LastAttempt!;
        return $"{pace.Step.Name}: {attempt.DoneCount}/{attempt.TotalCount} {attempt.Unit}, "
            + $"{Format.Rate(pace.PerSecond!.Value)}, {Format.Duration(pace.Left!.Value)} left";
    }

    private string Overall(RunView view)
    {
        var left = meter.Left(view) is { } time ? $", about {Format.Duration(time)} left" : "";
        return $"{view.Run.CompletedCount}/{view.Run.StepCount} steps, {Format.Duration(meter.Elapsed)} so far{left}";
    }
}
