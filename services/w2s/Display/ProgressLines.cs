using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Plain lines for logs: one when a step changes its state, and now and then one with rates.</summary>
/// <param name="meter">Tells the rates.</param>
/// <param name="before">
/// A run that goes on, as it was: what was done then is not told. Of a new run all is told that it did itself, for a
/// step may be done before anybody can look.
/// </param>
internal sealed class ProgressLines(ProgressMeter meter, RunView? before = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, StepStatus> _states = (before?.Steps ?? []).ToDictionary(
        step => step.Key, step => step.Status, StringComparer.Ordinal);
    private bool _isOpened;
    private TimeSpan _nextRates = Interval;

    /// <summary>What is new in this view.</summary>
    public IEnumerable<string> Next(RunView view)
    {
        var running = meter.Observe(view);
        List<string> lines = _isOpened ? [] : [Open(view)];
        lines.AddRange(view.Steps.Where(HasChanged).Select(Change).OfType<string>());
        Remember(view.Steps);
        if (meter.Elapsed >= _nextRates)
        {
            _nextRates = meter.Elapsed + Interval;
            lines.AddRange(running.Where(pace => pace.PerSecond is not null).Select(Rate));
            lines.Add(Overall(view));
        }
        return lines;
    }

    private string Open(RunView view)
    {
        _isOpened = true;
        Remember(view.Steps.Where(step => step.IsCached));
        return $"run {view.Run.ShortId} {view.Run.Name}: {view.Run.StepCount} steps, {view.Run.CachedCount} cached";
    }

    private void Remember(IEnumerable<StepRow> steps)
    {
        foreach (var step in steps)
            _states[step.Key] = step.Status;
    }

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
        step.LastAttempt?.Duration is { } time ? $" in {Format.Duration(time)}" : "";

    private static string Rate(StepPace pace)
    {
        var attempt = pace.Step.LastAttempt!;
        return $"{pace.Step.Name}: {attempt.DoneCount}/{attempt.TotalCount} {attempt.Unit}, "
            + $"{Format.Rate(pace.PerSecond!.Value)}, {Format.Duration(pace.Left!.Value)} left";
    }

    private string Overall(RunView view)
    {
        var left = meter.Left(view) is { Ticks: > 0 } time ? $", about {Format.Duration(time)} left" : "";
        return $"{view.Run.CompletedCount}/{view.Run.StepCount} steps, {Format.Duration(meter.Elapsed)} so far{left}";
    }
}
