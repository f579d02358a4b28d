using System.Diagnostics;
using System.Diagnostics.Metrics;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// What a worker measures: an activity per step over its runner's life, and meters of steps, slots and metric points.
/// </summary>
public sealed class WorkerTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "WeakToStrong.Workers";

    internal const string RunnerPid = "runner.pid";

    private const string StepKind = "step.kind";
    private const string StepOutcome = "step.outcome";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _points;

    public WorkerTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _steps = _meter.CreateCounter<long>(
            "weaktostrong.worker.steps", "{step}", "Steps that ended, by kind and outcome.");
        _seconds = _meter.CreateHistogram<double>(
            "weaktostrong.worker.step.duration", "s", "Time from the start of a runner to its end.");
        _points = _meter.CreateCounter<long>(
            "weaktostrong.worker.metric_points", "{point}", "Metric points that were told to the tracker.");
    }

    /// <summary>Lets the meter ask how many slots are free.</summary>
    public void ObserveFreeSlots(Func<int> freeSlots) =>
        _meter.CreateObservableGauge("weaktostrong.worker.slots.free", freeSlots, "{slot}", "Slots without a step.");

    public void Dispose() => _meter.Dispose();

    /// <summary>
    /// Begins the activity of a step. The command was consumed long before the step ends, so its context is given.
    /// </summary>
    internal static Activity? Begin(RunStep command, ActivityContext parent)
    {
        var activity = Source.StartActivity("step", ActivityKind.Internal, parent);
        activity?.SetTag("step.key", command.StepKey);
        activity?.SetTag("step.name", command.StepName);
        activity?.SetTag("step.attempt", command.AttemptNumber);
        return activity;
    }

    internal void End(Activity? activity, string kind, RunnerMessage end, TimeSpan duration)
    {
        var outcome = OutcomeOf(end);
        var tags = new TagList { { StepKind, kind }, { StepOutcome, outcome } };
        _steps.Add(1, tags);
        _seconds.Record(duration.TotalSeconds, tags);
        if (activity is null)
            return;
        activity.DisplayName = $"step {kind}";
        activity.SetTag(StepKind, kind);
        activity.SetTag(StepOutcome, outcome);
        activity.SetTag("step.seconds", duration.TotalSeconds);
        if (end is RunnerFailed failed && failed.Reason != FailureReason.Stopped)
            activity.SetStatus(ActivityStatusCode.Error, failed.Detail);
    }

    internal void CountPoints(int count) => _points.Add(count);

    private static string OutcomeOf(RunnerMessage end) => end switch
    {
        RunnerCompleted { Reused: true } => "reused",
        RunnerCompleted => "completed",
        RunnerFailed failed => failed.Reason.ToString().ToLowerInvariant(),
        _ => throw new InvalidOperationException($"{end} is no end of a step"),
    };
}
