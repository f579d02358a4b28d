using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Supervisor;

/// <summary>Training of the Aligner: identity warm-up, then corrections.</summary>
public sealed record SupervisorOptions : FineTuningOptions
{
    public SupervisorOptions() => (Epochs, LearningRate, WeightDecay) = (2, 5e-4, 0.01);

    [Description("Part of the triples from which the identity warm-up (question, answer → the same answer) is made.")]
    [Range(0.0, 1.0)]
    public double WarmupFraction { get; init; } = 0.2;

    [Description("Passes over the warm-up's data.")]
    [Range(0, 1000)]
    public int WarmupEpochs { get; init; } = 2;
}
