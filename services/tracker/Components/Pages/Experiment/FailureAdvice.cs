using WeakToStrong.Contracts;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What helps when a step has failed.</summary>
internal static class FailureAdvice
{
    public static string For(FailureReason? reason) => reason switch
    {
        FailureReason.InvalidInput =>
            "Trying again changes nothing: correct the experiment or its data, then launch it as a clone.",
        FailureReason.StorageFull =>
            "Free space on the store's disk, or raise its limit; then retry. What is computed is kept.",
        FailureReason.MissingPrerequisite =>
            "Something is missing on the machine that executed it: ./w2s doctor says what. Install it, then retry.",
        FailureReason.RunnerLost =>
            "Its process died several times at the same place, often for want of memory. Retry goes on from the last "
            + "checkpoint; smaller batches need less.",
        FailureReason.Stopped => "It was stopped. Retry goes on from its checkpoint.",
        _ => "The step's log says more. Retry executes it again; finished steps stay as they are.",
    };
}
