using WeakToStrong.Experiments.Data;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>One artifact, or one file from outside, with all that its page shows.</summary>
public sealed record ArtifactModel
{
    public required string Digest { get; init; }

    public required ArtifactState State { get; init; }

    /// <summary>Null where no step that is known made it.</summary>
    public required ArtifactKind? Kind { get; init; }

    /// <summary>The steps that made it, the first first.</summary>
    public required IReadOnlyList<ArtifactRow> Makers { get; init; }

    /// <summary>Its files; null where it is not in the store.</summary>
    public required ArtifactView? Files { get; init; }

    public required ModelFacts? Model { get; init; }

    /// <summary>How the first maker came by it; null where none is known.</summary>
    public required LineageView? Origin { get; init; }

    public required UserPage Users { get; init; }

    /// <summary>Set when this is a file from outside.</summary>
    public required SourceModel? Source { get; init; }

    public required RowsModel? Rows { get; init; }

    /// <summary>The first that made it; its lineage is what is shown.</summary>
    public ArtifactRow? Maker => Makers is [var first, ..] ? first : null;

    public bool IsKnown => Makers.Count > 0 || Files is not null || Source is not null;

    /// <summary>What it is called: the step that made it, or the name of its file.</summary>
    public string Title => Source?.Name ?? Maker?.Maker.Name ?? Digest[..Math.Min(12, Digest.Length)];
}

public enum ArtifactState
{
    /// <summary>Its bytes have its digest.</summary>
    Whole,

    /// <summary>They are being compared.</summary>
    Checking,
    Damaged,

    /// <summary>It was collected; its steps would make it again.</summary>
    Removed,

    /// <summary>A file from outside, of which the store keeps nothing.</summary>
    Outside,
}

/// <summary>A file from outside that experiments named.</summary>
public sealed record SourceModel
{
    /// <summary>Under which it was known.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The first of them that can be read, or the first.</summary>
    public required string Path { get; init; }

    public required SourceFile File { get; init; }

    /// <summary>Whether it is still what it was; null where nobody can tell.</summary>
    public required bool? IsSame { get; init; }

    /// <summary>Which folders are read here.</summary>
    public required string Allowed { get; init; }

    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>Rows of a file.</summary>
public sealed record RowsModel
{
    /// <summary>Within the artifact; the name alone of a file from outside.</summary>
    public required string File { get; init; }

    /// <summary>Files of the artifact that have rows.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required int Page { get; init; }

    public required DataPreview Preview { get; init; }

    /// <summary>What kind of data it is and its first problem.</summary>
    public required DataInspection Inspection { get; init; }

    /// <summary>
    /// What is wrong with it. That the columns are those of no known format is no problem of what a step made.
    /// </summary>
    public required string? Problem { get; init; }

    public required long Bytes { get; init; }
}
