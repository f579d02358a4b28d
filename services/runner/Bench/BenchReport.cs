namespace WeakToStrong.Runner.Bench;

/// <summary>What <c>bench</c> prints.</summary>
internal sealed record BenchReport : BenchConditions
{
    /// <summary>PyTorch's version; null where there was none to compare with.</summary>
    public required string? Pytorch { get; init; }

    /// <summary>The Python that has it.</summary>
    public required string? Python { get; init; }

    /// <summary>Why there are no ratios, if there are none.</summary>
    public required string? Note { get; init; }

    public required string Dtype { get; init; }

    public required IReadOnlyList<BenchResult> Results { get; init; }
}
