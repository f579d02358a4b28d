using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Methods.RewardModel;

/// <summary>A scalar reward by Bradley-Terry on correction (chosen) over answer (rejected).</summary>
public sealed record RewardModelOptions : FineTuningOptions
{
    public RewardModelOptions() =>
        (LearningRate, Schedule, LearningRateWarmup, WeightDecay) = (2e-4, ScheduleShape.Constant, 0.0, 0.01);

    [Description("Weight of the mean squared reward, which keeps rewards near 0.")]
    [Range(0.0, 10.0)]
    public double CenterCoefficient { get; init; } = 0.01;

    [Description("Margin m that the chosen reward must lead by.")]
    [Range(0.0, 100.0)]
    public double Margin { get; init; }
}
