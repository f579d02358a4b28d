namespace WeakToStrong.W2s.Doctor;

internal enum FindingState
{
    Found,

    /// <summary>Works, but something could be better.</summary>
    Advice,

    /// <summary>Only needed for what the finding names.</summary>
    Absent,

    /// <summary>Nothing runs without it.</summary>
    Missing,
}

/// <summary>One thing looked for: what was found, or what to do.</summary>
internal sealed record Finding(string Name, FindingState State, string Detail);
