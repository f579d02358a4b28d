using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Shared;

public enum StatusShape
{
    Dot,
    Ring,
    Arc,
    Cross,
    Bar,
}

/// <summary>How a state looks, decided once for every page.</summary>
public sealed record StatusLook(string Word, Tone Tone, StatusShape Shape, bool IsMoving = false)
{
    public static StatusLook Of(RunStatus status, bool isHeld) => Of(ShownStatuses.Of(status, isHeld));

    public static StatusLook Of(ShownStatus status) => status switch
    {
        ShownStatus.Queued => new(status.Word(), Tone.Quiet, StatusShape.Ring),
        ShownStatus.Running => new(status.Word(), Tone.Info, StatusShape.Arc, IsMoving: true),
        ShownStatus.Interrupted => new(status.Word(), Tone.Warn, StatusShape.Bar),
        ShownStatus.Completed => new(status.Word(), Tone.Good, StatusShape.Dot),
        ShownStatus.Failed => new(status.Word(), Tone.Bad, StatusShape.Cross),
        ShownStatus.Cancelled => new(status.Word(), Tone.Quiet, StatusShape.Bar),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static StatusLook Of(StepRow step) => Of(step.Status, step.IsCached);

    public static StatusLook Of(StepStatus status, bool isCached) => (status, isCached) switch
    {
        (StepStatus.Completed, true) => new("cached", Tone.Accent, StatusShape.Dot),
        (StepStatus.Waiting, _) => new("waiting", Tone.Quiet, StatusShape.Ring),
        (StepStatus.Ready, _) => new("ready", Tone.Quiet, StatusShape.Ring),
        (StepStatus.Running, _) => new("running", Tone.Info, StatusShape.Arc, IsMoving: true),
        (StepStatus.Completed, _) => new("completed", Tone.Good, StatusShape.Dot),
        (StepStatus.Failed, _) => new("failed", Tone.Bad, StatusShape.Cross),
        (StepStatus.Cancelled, _) => new("cancelled", Tone.Quiet, StatusShape.Bar),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static StatusLook Of(AttemptStatus status) => status switch
    {
        AttemptStatus.Claimed => new("claimed", Tone.Quiet, StatusShape.Ring),
        AttemptStatus.Running => new("running", Tone.Info, StatusShape.Arc, IsMoving: true),
        AttemptStatus.Completed => new("completed", Tone.Good, StatusShape.Dot),
        AttemptStatus.Failed => new("failed", Tone.Bad, StatusShape.Cross),
        AttemptStatus.Stopped => new("stopped", Tone.Quiet, StatusShape.Bar),
        AttemptStatus.Lost => new("lost", Tone.Warn, StatusShape.Cross),
        AttemptStatus.Declined => new("declined", Tone.Quiet, StatusShape.Bar),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
