using System.Globalization;

namespace WeakToStrong.Tracker.Hosting;

/// <summary>
/// Holds a store for one host. The system gives the lock back when the process ends, however it ends; the process id
/// beside it is for people.
/// </summary>
public sealed class StoreLock : IDisposable
{
    private readonly FileStream _lock;

    private StoreLock(FileStream held) => _lock = held;

    /// <exception cref="StoreInUseException">Another host holds the store.</exception>
    public static StoreLock Acquire(string storeRoot)
    {
        Directory.CreateDirectory(storeRoot);
        var held = new StoreLock(Open(storeRoot));
        try
        {
            File.WriteAllText(PidPath(storeRoot), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether a host holds the store; one that takes it in the moment of the look is turned away.</summary>
    public static bool IsHeld(string storeRoot)
    {
        if (!File.Exists(LockPath(storeRoot)))
            return false;
        try
        {
            using var look = new FileStream(LockPath(storeRoot), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        // Another user's cannot be looked at: whoever holds it is left in peace.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Open(string storeRoot)
    {
        try
        {
            return new FileStream(LockPath(storeRoot), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(LockPath(storeRoot)))
        {
            throw new StoreInUseException(storeRoot, OwnerOf(storeRoot));
        }
    }

    private static string OwnerOf(string storeRoot)
    {
        try
        {
            return File.ReadAllText(PidPath(storeRoot));
        }
        catch (IOException)
        {
            return "unknown";
        }
    }

    private static string LockPath(string storeRoot) => Path.Combine(storeRoot, "host.lock");

    private static string PidPath(string storeRoot) => Path.Combine(storeRoot, "host.pid");
}

/// <summary>A store has one host at a time.</summary>
public sealed class StoreInUseException(string storeRoot, string processId)
    : Exception($"{storeRoot} is in use by process {processId}; wait for it, stop it, or name another store");
