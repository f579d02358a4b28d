using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>One page of the list, of whichever tab.</summary>
public sealed record DataList
{
    public required IReadOnlyList<ArtifactLine> Artifacts { get; init; }

    public required IReadOnlyList<SourceLine> Sources { get; init; }

    /// <summary>All that the filter lets through on this tab.</summary>
    public required int TotalCount { get; init; }

    /// <summary>False in a store in which nothing was ever made.</summary>
    public required bool HasAny { get; init; }
}

/// <summary>An artifact as the list shows it.</summary>
/// <param name="Artifact">What the database knows.</param>
/// <param name="Size">In bytes; null when it is no longer in the store.</param>
public sealed record ArtifactLine(ArtifactRow Artifact, long? Size)
{
    public string Id => $"{Artifact.Maker.Key}/{Artifact.Output}";
}

/// <summary>A file from outside as the list shows it.</summary>
/// <param name="Source">What the database knows.</param>
/// <param name="File">How it is now.</param>
public sealed record SourceLine(SourceRow Source, SourceFile File)
{
    public string Id => $"{Source.Sha256}/{Source.Path}";

    public string Name => Path.GetFileName(Source.Path);

    public string Folder => Path.GetDirectoryName(Source.Path) ?? "";
}
