namespace WeakToStrong.Experiments.Files;

/// <summary>A file that somebody names for what a command writes.</summary>
public static class OutputFile
{
    /// <param name="path">May be there already: then it is replaced.</param>
    /// <param name="input">What is read to write it, if that is a file.</param>
    /// <returns>The path, absolute.</returns>
    /// <exception cref="InputException">It cannot be written there, or what is read would be lost.</exception>
    public static string Require(string path, string? input = null)
    {
        if (path.Length == 0)
            throw new InputException("the output", line: null, "has no name; name a file");
        var target = Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw new InputException(path, line: null, "is a folder; name a file");
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new InputException(path, line: null, "there is no folder to write it to");
        return input is null || RealPath.Of(target) != RealPath.Of(Path.GetFullPath(input))
            ? target
            : throw new InputException(path, line: null, "is what is read; name another file");
    }
}
