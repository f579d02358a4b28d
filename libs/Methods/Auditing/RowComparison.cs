namespace WeakToStrong.Methods.Auditing;

/// <summary>Compares artifacts that are text: rows of samples, labels and scores.</summary>
internal static class RowComparison
{
    /// <summary>Share of lines that differ, over all files of both folders.</summary>
    public static double DifferingShare(string recordedFolder, string foundFolder)
    {
        var (differing, all) = (0L, 0L);
        foreach (var name in FilesOf(recordedFolder).Union(FilesOf(foundFolder), StringComparer.Ordinal))
        {
            var (recorded, found) = (LinesOf(recordedFolder, name), LinesOf(foundFolder, name));
            var common = Math.Min(recorded.Length, found.Length);
            all += Math.Max(recorded.Length, found.Length);
            differing += Math.Max(recorded.Length, found.Length) - common;
            differing += Enumerable.Range(0, common).Count(line => recorded[line] != found[line]);
        }
        return all == 0 ? 0 : (double)differing / all;
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path));

    private static string[] LinesOf(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllLines(Path.Combine(folder, name)) : [];
}
