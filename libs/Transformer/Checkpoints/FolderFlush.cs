using System.Runtime.InteropServices;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Puts a folder's entries (names made, renamed, removed) on the disk, which .NET does not offer. The artifact store
/// does the same, in a library that this one does not see.
/// </summary>
internal static partial class FolderFlush
{
    private const int OpenDirectory = 0x10000;

    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Run(string folder)
    {
        var descriptor = Open(folder, OpenDirectory);
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
