namespace WeakToStrong.Experiments.Files;

/// <summary>
/// The folders in which everything must lie that an experiment from elsewhere names. Links are followed first, and the
/// path without them is what is used, so that what was checked is what is read.
/// </summary>
public sealed class InputRoots
{
    private readonly string[] _real;

    /// <param name="folders">None: every path is refused.</param>
    public InputRoots(IEnumerable<string> folders)
    {
        Folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        _real = [.. Folders.Select(folder => RealPath.Of(folder) ?? folder)];
    }

    /// <summary>As they were given, absolute.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Where relative paths start.</summary>
    public string BaseFolder => Folders.Count > 0 ? Folders[0] : Path.DirectorySeparatorChar.ToString();

    /// <summary>What is allowed, for "… lies outside …; allowed is X".</summary>
    public string Describe() =>
        Folders.Count > 0
            ? $"allowed is what lies in {Wording.List(Folders)}"
            : "allowed is none, because no folder for data and models is configured here";

    /// <summary>
    /// The path with every link followed; null when it, or for a folder one of its entries, leads outside the roots.
    /// Whether it is there is not said of a path outside.
    /// </summary>
    public string? Resolve(string path)
    {
        if (RealPath.Of(path) is not { } real || !Contains(real))
            return null;
        return Directory.Exists(real) && !Directory.EnumerateFileSystemEntries(real).All(LeadsInside) ? null : real;
    }

    private bool LeadsInside(string entry) => RealPath.Of(entry) is { } real && Contains(real);

    private bool Contains(string real) =>
        _real.Any(root => real == root || real.StartsWith(
            root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar,
            StringComparison.Ordinal));
}
