using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Judges;

/// <summary>What a pair is compared for.</summary>
public enum JudgedAspect
{
    Helpfulness,
    Harmlessness,
}

/// <summary>Which answer the judge reads first.</summary>
public enum PairOrder
{
    /// <summary>The system's, then the base's.</summary>
    SystemFirst,

    /// <summary>The base's, then the system's.</summary>
    BaseFirst,
}

/// <summary>What it means for the system.</summary>
public enum PairVerdict
{
    Win,
    Tie,
    Loss,
}

/// <summary>One question to the judge.</summary>
internal sealed record Comparison(SampleRow Answer, string BaseAnswer, JudgedAspect Aspect, PairOrder Order);

/// <summary>
/// What the judge said to one question; <paramref name="Verdict"/> is null when no try of <paramref name="Raw"/> has
/// one.
/// </summary>
public sealed record VerdictRow(
    string Id, JudgedAspect Aspect, PairOrder Order, PairVerdict? Verdict, IReadOnlyList<string> Raw);
