using System.Text.Json.Serialization;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>What <c>bench</c> of large shapes prints.</summary>
internal sealed record ShapeReport : BenchConditions
{
    /// <summary>cpu or cuda.</summary>
    public required string Device { get; init; }

    /// <summary>The card; null on the CPU.</summary>
    public required string? Gpu { get; init; }

    /// <summary>All of the card's.</summary>
    public required long? GpuMemoryBytes { get; init; }

    /// <summary>Whose model it has and PyTorch, with versions; null where there was none to compare with.</summary>
    public required string? Peer { get; init; }

    /// <summary>The Python that has it.</summary>
    public required string? Python { get; init; }

    /// <summary>Why there are no ratios, if there are none.</summary>
    public required string? Note { get; init; }

    public required string Dtype { get; init; }

    /// <summary>What one large matrix product reached in the same type: floating-point operations a second.</summary>
    public required double DenseRate { get; init; }

    public required IReadOnlyList<ShapeResult> Results { get; init; }

    /// <summary>Whether anything of ours broke: that memory does not suffice is a result.</summary>
    [JsonIgnore]
    public bool Failed => Results.Any(result => result.Problem is { } problem && !OutOfMemory.Explains(problem));
}
