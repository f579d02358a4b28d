using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Lineage;

/// <summary>Which artifacts a list shows: what is null or empty excludes none.</summary>
public sealed record ArtifactFilter
{
    /// <summary>
    /// A part of a run's name, of a step's kind or of an output's name, or the first digits of a digest or a run.
    /// </summary>
    public string Text { get; init; } = "";

    public ArtifactKind? Kind { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 50;
}

/// <summary>Some artifacts, the newest first.</summary>
/// <param name="Rows">Of this page.</param>
/// <param name="TotalCount">All that the filter lets through, but no more than are ever listed.</param>
public sealed record ArtifactPage(IReadOnlyList<ArtifactRow> Rows, int TotalCount);

/// <summary>An artifact as what one step made.</summary>
public sealed record ArtifactRow
{
    public required string Digest { get; init; }

    public required ArtifactKind Kind { get; init; }

    /// <summary>Name of the step's output.</summary>
    public required string Output { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required StepUse Maker { get; init; }
}

/// <summary>A step, and one of the runs that have it.</summary>
public sealed record StepUse
{
    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required StepStatus Status { get; init; }

    /// <summary>What it is called in that run; its kind where it is in none any more.</summary>
    public required string Name { get; init; }

    /// <summary>The newest that has it; null where none is left.</summary>
    public required RunUse? Run { get; init; }

    /// <summary>How many have it, up to <see cref="StepUses.MostRuns"/>.</summary>
    public required int RunCount { get; init; }

    /// <summary>Output name → digest; empty until completed.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }
}

/// <summary>A run as a link to it.</summary>
public sealed record RunUse(Guid Id, string Name);

/// <summary>Steps and what each needs: from what is asked about back to where it all begins.</summary>
public sealed record LineageView
{
    /// <summary>The nearest first.</summary>
    public required IReadOnlyList<StepUse> Steps { get; init; }

    public required IReadOnlyList<LineageEdge> Edges { get; init; }

    /// <summary>Files from outside that some of the steps read.</summary>
    public required IReadOnlyList<SourceUse> Sources { get; init; }

    /// <summary>True where there is more than is shown.</summary>
    public required bool IsCut { get; init; }
}

/// <summary>A step needs outputs of another.</summary>
public sealed record LineageEdge(string FromKey, string ToKey, IReadOnlyList<string> Outputs);

/// <summary>A step reads a file from outside under a name.</summary>
public sealed record SourceUse(string StepKey, string Name, string Sha256, string Path);

/// <summary>What needs an artifact, or a file: some of it, and how much there is.</summary>
public sealed record UserPage(IReadOnlyList<StepUse> Steps, int TotalCount);

/// <summary>A file from outside that experiments named.</summary>
public sealed record SourceRow
{
    public required string Sha256 { get; init; }

    public required string Path { get; init; }

    /// <summary>Steps that read it.</summary>
    public required int StepCount { get; init; }
}

/// <summary>Some files from outside, by their paths.</summary>
public sealed record SourcePage(IReadOnlyList<SourceRow> Rows, int TotalCount);
