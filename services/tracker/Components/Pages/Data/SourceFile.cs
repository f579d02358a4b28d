using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>A file from outside as it is now, as far as this tracker may say.</summary>
public sealed record SourceFile
{
    public required SourceState State { get; init; }

    public long? Size { get; init; }

    /// <summary>Where it is read from: without links, inside the roots. Null when it cannot be read.</summary>
    public string? RealPath { get; init; }

    /// <summary>Nothing is said of a path outside the roots, not even whether it is there.</summary>
    public static SourceFile Look(InputRoots roots, string path)
    {
        if (!Path.IsPathRooted(path) || roots.Resolve(path) is not { } real)
            return new SourceFile { State = SourceState.Outside };
        var file = new FileInfo(real);
        return file.Exists
            ? new SourceFile { State = SourceState.There, Size = file.Length, RealPath = real }
            : new SourceFile { State = SourceState.Gone };
    }
}

public enum SourceState
{
    There,

    /// <summary>It was there when an experiment named it.</summary>
    Gone,

    /// <summary>It lies where this tracker reads nothing.</summary>
    Outside,
}
