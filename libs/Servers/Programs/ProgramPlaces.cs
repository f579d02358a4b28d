using System.Globalization;

namespace WeakToStrong.Servers.Programs;

/// <summary>Where programs of servers may lie: in folders that a Debian package makes, and on the path.</summary>
internal sealed record ProgramPlaces
{
    public string Libraries { get; init; } = "/usr/lib";

    public string SearchPath { get; init; } = Environment.GetEnvironmentVariable("PATH") ?? "";

    public IEnumerable<string> OnPath(string program) =>
        SearchPath.Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program));

    /// <summary>Folders that are named by versions, perhaps after a prefix; the newest first.</summary>
    public IEnumerable<string> NewestFirst(string folder, string prefix = "")
    {
        var whole = Path.Combine(Libraries, folder);
        return Directory.Exists(whole)
            ? Directory.GetDirectories(whole, prefix + "*")
                .Select(child => (Path: child, Version: VersionOf(Path.GetFileName(child)[prefix.Length..])))
                .Where(child => child.Version is not null)
                .OrderByDescending(child => child.Version)
                .Select(child => child.Path)
            : [];
    }

    // A version of one number, as PostgreSQL's are, is none to System.Version.
    private static Version? VersionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Version(number, 0)
            : Version.TryParse(text, out var version) ? version
            : null;
}
