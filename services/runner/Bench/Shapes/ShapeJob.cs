using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>What both sides do with one shape: one row of the report.</summary>
internal abstract record ShapeJob
{
    public required BenchShape Shape { get; init; }

    /// <summary>Tokens of a packed row, or of a prompt.</summary>
    public required int Length { get; init; }

    public abstract string Name { get; }

    /// <summary>What is computed in a round.</summary>
    public abstract string Work { get; }

    /// <summary>Rounds before the first measured one.</summary>
    public abstract int WarmUps { get; }

    /// <summary>Our rate over the peer's that is meant to be reached.</summary>
    public abstract double RatioGoal { get; }

    /// <summary>The share of the dense rate that is meant to be reached; null: no share is set.</summary>
    public virtual double? MfuGoal => null;

    /// <summary>Arithmetic by one token; null where the rate is not bound by arithmetic.</summary>
    public virtual double? FlopsPerToken => null;

    /// <summary>The shape, with room for the longest sequence of the work.</summary>
    public ModelConfig Config => Shape.Config with { MaxPositions = LongestSequence };

    protected abstract int LongestSequence { get; }

    /// <summary>Makes the model that our side works with, and what else it needs.</summary>
    public abstract EngineWork Begin(ScalarType type, Device device);

    /// <summary>What the peer is to make ready for its rounds; serialised as JSON.</summary>
    public abstract object PeerCommand(string dtype);
}
