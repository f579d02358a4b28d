namespace WeakToStrong.Experiments.Store;

/// <summary>Bytes of the files below a folder.</summary>
internal static class FolderSize
{
    public static long Of(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}

/// <summary>
/// Takes the right to write from every file below a folder, so that an artifact is not changed by mistake.
/// </summary>
internal static class ReadOnlyFiles
{
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
