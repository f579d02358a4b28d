using System.Runtime.InteropServices;

namespace WeakToStrong.Experiments.Store;

/// <summary>Writes that are on the disk when the call returns.</summary>
internal static partial class Durable
{
    private const int OpenReadOnly = 0;
    private const int OpenDirectory = 0x10000;

    public const string TemporarySuffix = ".tmp";

    /// <summary>
    /// Writes the whole file or nothing: a temporary file beside it, fsync, rename, fsync of the folder. A crash leaves
    /// at most the temporary file.
    /// </summary>
    public static void WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + TemporarySuffix;
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, bytes, 0);
            RandomAccess.FlushToDisk(handle);
        }
        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Puts every file below the folder, and the folders themselves, on the disk.</summary>
    public static void FlushTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var handle = File.OpenHandle(file);
            RandomAccess.FlushToDisk(handle);
        }
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            FlushFolder(inner);
        FlushFolder(folder);
    }

    /// <summary>Puts a folder's entries (names made, renamed, removed) on the disk.</summary>
    public static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, OpenReadOnly | OpenDirectory);
        if (descriptor < 0)
            throw new IOException($"cannot open folder {folder}: error {Marshal.GetLastPInvokeError()}");
        var result = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
            throw new IOException($"cannot flush folder {folder}: error {error}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
