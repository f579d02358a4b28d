using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Steps;

/// <summary>A step was planned with another revision of its kind than this product has: other bits.</summary>
public sealed class StepRevisionException(StepSpec spec, StepKind kind)
    : Exception($"step {spec.Kind} was planned at revision {spec.Revision}, this is {kind.Revision}; plan again")
{
    /// <summary>The revision that the step was planned with.</summary>
    public int Planned { get; } = spec.Revision;

    /// <summary>The revision of this product.</summary>
    public int Current { get; } = kind.Revision;
}
