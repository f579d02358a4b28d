namespace WeakToStrong.Experiments.Files;

/// <summary>Secrets of the user's, in the folder of the user's own configuration, for its owner alone.</summary>
public static class PrivateFile
{
    private const string FolderName = "weaktostrong";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A file of that name; null where there is no home folder.</summary>
    public static string? PathOf(string name)
    {
        var configuration = Environment.GetFolderPath(
            Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return configuration.Length > 0 ? Path.Combine(configuration, FolderName, name) : null;
    }

    /// <summary>Makes the file, which may not be there, and the folder where there is none.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }
}
