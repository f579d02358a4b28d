namespace WeakToStrong.Methods.Tests.Support;

/// <summary>Folders that tests change, so that those they were made of stay as they are.</summary>
internal static class FolderCopy
{
    /// <param name="from">A folder with all that is in it.</param>
    /// <param name="to">Where nothing of these is yet.</param>
    public static void Make(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from))
            Make(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
