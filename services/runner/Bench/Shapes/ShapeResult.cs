namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>One job by both sides; the figures of the row itself are ours.</summary>
internal sealed record ShapeResult : ShapeFigures
{
    public required string Name { get; init; }

    public required string Shape { get; init; }

    /// <summary>Number of weights.</summary>
    public required long Parameters { get; init; }

    /// <summary>Tokens of a packed row, or of a prompt.</summary>
    public required int Length { get; init; }

    /// <summary>What a round computed.</summary>
    public required string Work { get; init; }

    /// <summary>Null without a peer.</summary>
    public required ShapeFigures? Peer { get; init; }

    /// <summary>Our median rate over the peer's.</summary>
    public double? Ratio => TokensPerSecond?.Median / Peer?.TokensPerSecond?.Median;

    /// <summary>The ratio that is meant to be reached.</summary>
    public required double RatioGoal { get; init; }

    /// <summary>The utilisation that is meant to be reached; null: none is set.</summary>
    public required double? MfuGoal { get; init; }

    public static ShapeResult Of(ShapeJob job, ShapeRun ours, ShapeRun? peer, double denseRate)
    {
        var figures = ShapeFigures.Of(ours, job.FlopsPerToken, denseRate);
        return new ShapeResult(figures)
        {
            Name = job.Name,
            Shape = job.Shape.Name,
            Parameters = job.Shape.Parameters,
            Length = job.Length,
            Work = job.Work,
            Peer = peer is null ? null : ShapeFigures.Of(peer, job.FlopsPerToken, denseRate),
            RatioGoal = job.RatioGoal,
            MfuGoal = job.MfuGoal,
        };
    }

    private ShapeResult(ShapeFigures figures) : base(figures)
    {
    }
}
