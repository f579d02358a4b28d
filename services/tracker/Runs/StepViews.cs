using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>A step by itself: all that decides its bits, what it was made of, and how it was executed.</summary>
public sealed record StepView
{
    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required int Revision { get; init; }

    public required StepHost Host { get; init; }

    public required StepStatus Status { get; init; }

    /// <summary>The kind's options, every default written out.</summary>
    public required JsonObject Options { get; init; }

    public required int Seed { get; init; }

    public required IReadOnlyList<StepInput> Inputs { get; init; }

    public required IReadOnlyList<StepFile> Files { get; init; }

    /// <summary>Output name → digest; empty until completed.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    public required double CostSeconds { get; init; }

    public required string? Failure { get; init; }

    /// <summary>The latest first; at most <see cref="StepQueries.MaxAttempts"/>.</summary>
    public required IReadOnlyList<AttemptRow> Attempts { get; init; }
}

/// <summary>An output of another step that this one needs.</summary>
public sealed record StepInput
{
    public required string Name { get; init; }

    public required string StepKey { get; init; }

    public required string Output { get; init; }

    /// <summary>Null until the other step is completed.</summary>
    public required string? Digest { get; init; }
}

/// <summary>A file from outside the store that a step reads.</summary>
public sealed record StepFile
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string Sha256 { get; init; }
}
