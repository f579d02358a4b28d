using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Pretraining;

/// <summary>Next-token training from scratch on documents.</summary>
public sealed record PretrainingOptions : TuningOptions
{
    public PretrainingOptions() => (LearningRate, WeightDecay) = (2e-3, 0.01);
}

/// <summary>Options of the step <c>pretrain</c>: which model, and how it is trained.</summary>
public sealed record PretrainOptions
{
    /// <summary>Name of the preset that gives the model's shape.</summary>
    public required string Preset { get; init; }

    public required PretrainingOptions Training { get; init; }

    public required ComputeOptions Compute { get; init; }

    /// <summary>Written into the model folder, so that whoever loads it asks it in the right form.</summary>
    public required PromptTemplates Templates { get; init; }
}
