using System.Runtime.InteropServices;

namespace WeakToStrong.Experiments.Store;

/// <summary>
/// Whether this process may write somewhere: rights, read-only file systems and immutable files alike.
/// </summary>
public static partial class WriteAccess
{
    private const int Writing = 2; // W_OK

    /// <summary>Whether the file or folder may be written; where there is none, whether it may be made.</summary>
    public static bool To(string path)
    {
        var existing = path;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        return Access(existing, Writing) == 0;
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
