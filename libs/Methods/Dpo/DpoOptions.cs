using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Methods.Dpo;

/// <summary>Direct preference optimisation: correction (chosen) over answer (rejected).</summary>
public sealed record DpoOptions : FineTuningOptions
{
    public DpoOptions() =>
        (LearningRate, Schedule, LearningRateWarmup) = (1e-4, ScheduleShape.Linear, 0.1);

    [Description("Strength β of the pull towards the reference model.")]
    [Range(1e-4, 100.0)]
    public double Beta { get; init; } = 0.1;

    [Description("Probability ε that a pair is the wrong way round (conservative DPO).")]
    [Range(0.0, 0.499)]
    public double LabelSmoothing { get; init; }

    [Description("Weight of the negative log-likelihood of the chosen answer per token, added to the loss (RPO's α).")]
    [Range(0.0, 1000.0)]
    public double SftCoefficient { get; init; }
}
