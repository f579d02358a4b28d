using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sft;

/// <summary>Supervised fine-tuning on the corrections.</summary>
public sealed record SftOptions : FineTuningOptions
{
    public SftOptions() => (Epochs, LearningRate) = (2, 3e-4);
}
