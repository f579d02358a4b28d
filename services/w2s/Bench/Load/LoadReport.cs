namespace WeakToStrong.W2s.Bench.Load;

/// <summary>What the tracker bears, on this machine's Postgres.</summary>
internal sealed record LoadReport
{
    public required int RunCount { get; init; }

    public required long SeriesCount { get; init; }

    public required long PointCount { get; init; }

    public required double FillSeconds { get; init; }

    public required long DatabaseBytes { get; init; }

    public required IReadOnlyList<LatencyResult> Latencies { get; init; }

    public required double IngestSeconds { get; init; }

    public required long IngestedPoints { get; init; }

    public required int OrchestratedSteps { get; init; }

    /// <summary>From the claim of the first step to the record of the last, for each.</summary>
    public required double MillisecondsPerStep { get; init; }

    /// <summary>Of this process after it started, after the requests, and after the ingest and the steps.</summary>
    public required IReadOnlyList<long> WorkingSetBytes { get; init; }

    /// <summary>Memory in use by this process while ten pages are open, minute after minute.</summary>
    public required IReadOnlyList<long> PageBytes { get; init; }

    public double IngestedPerSecond => IngestedPoints / IngestSeconds;
}

/// <summary>How long the answers to one kind of request took.</summary>
internal sealed record LatencyResult(string Request, int Count, double MedianMilliseconds, double P95Milliseconds)
{
    public static LatencyResult Of(string request, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new LatencyResult(request, sorted.Length, At(sorted, 0.5), At(sorted, 0.95));
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
