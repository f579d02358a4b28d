using System.Text.Json.Serialization;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>What was measured of one side of a job.</summary>
internal record ShapeFigures
{
    /// <summary>By the clock; null where there was a problem.</summary>
    public MedianRange? TokensPerSecond { get; init; }

    /// <summary>
    /// Model FLOPs utilisation: the arithmetic that the tokens need over what the device does at best; null where the
    /// rate is not bound by arithmetic.
    /// </summary>
    public double? Mfu { get; init; }

    /// <summary>The most tensor memory that was in use at once; null where nobody counted it.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Loss of the last update: of random tokens, about the logarithm of the vocabulary's size.</summary>
    public double? Loss { get; init; }

    /// <summary>In which types the peer computed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? How { get; init; }

    /// <summary>What kept it from ending.</summary>
    public string? Problem { get; init; }

    /// <param name="flopsPerToken">Arithmetic by one token, or null.</param>
    /// <param name="denseRate">Floating-point operations a second of the device.</param>
    public static ShapeFigures Of(ShapeRun run, double? flopsPerToken, double denseRate)
    {
        var rate = run.Problem is null ? MedianRange.Of(run.Rounds.Select(round => round.TokensPerSecond)) : null;
        return new ShapeFigures
        {
            TokensPerSecond = rate,
            Mfu = rate?.Median * flopsPerToken / denseRate,
            PeakMemoryBytes = run.PeakBytes,
            Loss = run.Loss,
            How = run.How,
            Problem = run.Problem,
        };
    }
}
