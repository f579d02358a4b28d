using System.Diagnostics;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// What a trace shows of a run: it begins where the run was launched, the dispatch of every step continues it on the
/// bus, and the run itself and its report are spans of it.
/// </summary>
internal static class TrackerActivity
{
    public static readonly ActivitySource Source = new("WeakToStrong.Tracker");

    /// <summary>The dispatch of a step, as part of the trace of a run that needs it.</summary>
    public static Activity? Dispatch(string stepName, string stepKey, string? traceParent)
    {
        var activity = Source.StartActivity("dispatch step", ActivityKind.Producer, traceParent);
        return activity?.SetTag("step.name", stepName).SetTag("step.key", stepKey);
    }

    public static Activity? Report(Guid runId, string? traceParent) =>
        Source.StartActivity("write report", ActivityKind.Internal, traceParent)?.SetTag("run.id", runId.ToString("N"));

    /// <summary>The whole run, from when its first step was taken to its end.</summary>
    public static void Run(
        Guid runId, string status, string? traceParent, DateTimeOffset startedAt, DateTimeOffset finishedAt)
    {
        using var activity = Source.StartActivity("run", ActivityKind.Internal, traceParent, startTime: startedAt);
        activity?.SetTag("run.id", runId.ToString("N")).SetTag("run.status", status);
        activity?.SetEndTime(finishedAt.UtcDateTime);
    }
}
