namespace WeakToStrong.FakeRunner;

/// <summary>What a step of the test catalogue does.</summary>
public sealed record FakeOptions
{
    /// <summary>Tells steps apart, and is what a finished step makes.</summary>
    public required string Label { get; init; }

    public Behaviour Behaviour { get; init; } = Behaviour.Complete;

    public int Updates { get; init; } = 4;

    public int MillisecondsPerUpdate { get; init; }

    /// <summary>Every execution adds a line here: the step's label and the update it began with.</summary>
    public required string LogFile { get; init; }

    public int Threads { get; init; } = 1;
}

public enum Behaviour
{
    Complete,

    /// <summary>Is killed half-way, after saving a checkpoint, the first time.</summary>
    CrashOnce,

    /// <summary>Is killed at the same place every time.</summary>
    CrashAlways,

    /// <summary>Is killed after every update, each time with a checkpoint saved.</summary>
    CrashOften,

    /// <summary>Writes what is no message and ends with exit code 0.</summary>
    Garbage,

    /// <summary>Goes on although it was asked to stop.</summary>
    IgnoreStop,

    /// <summary>Fails like a bug.</summary>
    Error,

    /// <summary>Says that the input is wrong.</summary>
    InvalidInput,

    /// <summary>Its loss is not a number.</summary>
    Diverge,
}
