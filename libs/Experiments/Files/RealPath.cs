namespace WeakToStrong.Experiments.Files;

/// <summary>Where a path leads when every link on the way is followed.</summary>
public static class RealPath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <param name="path">Absolute.</param>
    /// <returns>Null when links lead in a circle. A part that is not there stays as it is written.</returns>
    public static string? Of(string path)
    {
        var rest = new Stack<string>(Parts(path));
        var real = Path.DirectorySeparatorChar.ToString();
        var links = 0;
        while (rest.TryPop(out var part))
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
                real = next;
            else if (++links > MaxLinks)
                return null;
            else
                real = Follow(target, rest, real);
        }
        return real;
    }

    private static string Follow(string target, Stack<string> rest, string folder)
    {
        foreach (var part in Parts(target))
            rest.Push(part);
        return Path.IsPathRooted(target) ? Path.DirectorySeparatorChar.ToString() : folder;
    }

    /// <summary>The path's parts, the last first.</summary>
    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".").Reverse();
}
