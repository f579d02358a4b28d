namespace WeakToStrong.Workers;

/// <summary>
/// A folder of this worker's own, readable by nobody else, for the specifications that runners are started with. It goes
/// with the worker; one whose process was killed is removed by the next that starts.
/// </summary>
public sealed class SpecFolder : IDisposable
{
    private const string Prefix = "w2s-worker-";
    private const string LockName = "lock";

    private readonly string _path;
    private readonly FileStream _lock;

    public SpecFolder()
    {
        RemoveLeftovers();
        _path = Directory.CreateTempSubdirectory(Prefix).FullName;
        // The system gives the lock back when the process ends, however it ends.
        _lock = Lock(_path, FileMode.CreateNew);
    }

    /// <summary>Writes a specification and returns the file's path.</summary>
    public async Task<string> WriteAsync(Guid attemptId, string specJson)
    {
        var file = Path.Combine(_path, $"{attemptId:N}.json");
        await File.WriteAllTextAsync(file, specJson);
        return file;
    }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(_path);
    }

    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
            if (IsLeft(folder))
                Remove(folder);
    }

    private static bool IsLeft(string folder)
    {
        try
        {
            Lock(folder, FileMode.Open).Dispose();
            return true;
        }
        // Its worker lives, it is another user's, or its worker is about to lock it.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static FileStream Lock(string folder, FileMode mode) =>
        new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else removes it at the same time, or may.
        }
    }
}
