namespace WeakToStrong.Experiments.Catalogue;

/// <summary>Where a step is executed.</summary>
public enum StepHost
{
    /// <summary>In the tracker's own process: no tensors.</summary>
    Tracker,

    /// <summary>Gradient steps, in a runner under the trainer.</summary>
    Trainer,

    /// <summary>Inference steps, in a runner under the labeler.</summary>
    Labeler,
}
