namespace WeakToStrong.Experiments.Files;

/// <summary>Opens what a user names.</summary>
internal static class InputFile
{
    /// <param name="path">The file.</param>
    /// <param name="allowed">What a file may be here: <c>a YAML file</c>.</param>
    /// <exception cref="InputException">There is no such file, or it may not be read.</exception>
    public static FileStream OpenRead(string path, string allowed)
    {
        if (Directory.Exists(path))
            throw new InputException(path, null, $"is a folder; allowed is {allowed}");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, null, "no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException(path, null, "may not be read by this user; allow it, or name another file");
        }
    }
}
