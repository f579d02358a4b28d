namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>Files that are either whole or not there.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside the target, flushes to the disk, then renames and flushes the folder: a reader, or a restart after
    /// a crash, sees the old file or the new one, and the new one once this returns.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!).FullName;
        var temporary = path + ".partial";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            FolderFlush.Run(folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
