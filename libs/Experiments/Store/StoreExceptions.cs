namespace WeakToStrong.Experiments.Store;

/// <summary>
/// The disk, or the limit the user set for the store, has no room left. One line; the store is whole.
/// </summary>
public sealed class StorageFullException : Exception
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int FileTooLarge = 27; // EFBIG
    private const int QuotaExceeded = 122; // EDQUOT

    public StorageFullException(string message)
        : base(message)
    {
    }

    public StorageFullException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Runs the action; an I/O error that means "no room" becomes this exception.</summary>
    public static T Guard<T>(string root, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e) when (IsNoRoom(e))
        {
            throw new StorageFullException($"the disk that holds {root} is full; free space or collect garbage", e);
        }
    }

    // .NET puts errno into HResult where it has no error class of its own.
    private static bool IsNoRoom(IOException e) =>
        e.HResult is NoSpaceLeft or FileTooLarge or QuotaExceeded
        || e.Message.Contains("No space left on device", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Another process is executing this step.</summary>
public sealed class StepLockedException(string key)
    : Exception($"step {key} is being executed by another process");

/// <summary>Another process holds the store, and has for a while.</summary>
public sealed class StoreLockedException(string root, TimeSpan wait)
    : Exception($"another process has held the store {root} for {wait.TotalSeconds} s");
