namespace WeakToStrong.Runner.Bench;

/// <summary>One round of work of one contender.</summary>
internal sealed record Measurement
{
    /// <summary>Tokens read or made; padding does not count.</summary>
    public required long Tokens { get; init; }

    /// <summary>Time by the clock.</summary>
    public required double Seconds { get; init; }

    /// <summary>Time of all cores that its process was given.</summary>
    public required double CpuSeconds { get; init; }

    public double TokensPerSecond => Tokens / Seconds;

    public double TokensPerCpuSecond => Tokens / CpuSeconds;

    /// <summary>Does the work and measures it.</summary>
    /// <param name="work">Returns its tokens.</param>
    public static Measurement Of(Func<long> work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = TimeProvider.System.GetTimestamp();
        var tokens = work();
        return new Measurement
        {
            Tokens = tokens,
            Seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            CpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
        };
    }
}
