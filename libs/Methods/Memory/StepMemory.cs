using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>
/// What a step takes at its peak. How long its samples are shows only when the steps before it are done, so there are
/// two estimates: with samples of a quarter of the length that its options allow, and with samples of all of it.
/// </summary>
public sealed class StepMemory
{
    private const double UsualShare = 0.25;

    private readonly StepWork _work;

    internal StepMemory(StepWork work)
    {
        _work = work;
        Usual = work.Estimate(UsualShare);
        AtMost = work.Estimate(lengthShare: 1);
    }

    /// <summary>Whether it is CUDA's memory.</summary>
    public bool IsOnDevice => _work.OnDevice;

    /// <summary>With samples of a quarter of the longest length.</summary>
    public MemoryEstimate Usual { get; }

    /// <summary>With samples of the longest length.</summary>
    public MemoryEstimate AtMost { get; }

    /// <summary>The first option that makes the step fit, as a user writes it; null: none does.</summary>
    /// <param name="bytes">What there is.</param>
    /// <param name="always">Whether also the longest samples must fit.</param>
    public string? Help(long bytes, bool always) => _work.Savings()
        .Where(saving => saving.Work.Estimate(always ? 1 : UsualShare).Total <= bytes)
        .Select(saving => saving.Option)
        .FirstOrDefault();
}
