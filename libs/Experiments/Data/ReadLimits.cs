namespace WeakToStrong.Experiments.Data;

/// <summary>How much of a file is read before it is left at that: a page must not wait for gigabytes.</summary>
public sealed record ReadLimits
{
    /// <summary>None.</summary>
    public static ReadLimits None { get; } = new() { Bytes = long.MaxValue, Time = TimeSpan.FromDays(1000) };

    /// <summary>Bytes from the beginning of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>From when it is opened.</summary>
    public required TimeSpan Time { get; init; }
}
