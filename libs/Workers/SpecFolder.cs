namespace WeakToStrong.Workers;

/// <summary>
/// A folder of this worker's own, readable by nobody else, for the specifications that runners are started with. It
/// goes with the worker; one whose process was killed is removed by the next that starts.
/// </summary>
public sealed class SpecFolder : IDisposable
{
    private const string Prefix = "w2s-worker-";
    private const string LockName = "lock";

    // Fewer workers than these start in one moment.
    private const int MostTries = 100;

    private readonly string _path;

    // The system gives the lock back when the process ends, however it ends.
    private readonly FileStream _lock;

    public SpecFolder()
    {
        RemoveLeftovers();
        (_path, _lock) = Claim();
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

    /// <summary>Makes a folder and locks it; another, where somebody took it for a leftover in between.</summary>
    private static (string Path, FileStream Lock) Claim()
    {
        for (var tries = 1; ; tries++)
        {
            var path = Directory.CreateTempSubdirectory(Prefix).FullName;
            try
            {
                var held = Lock(path, FileMode.CreateNew);
                if (File.Exists(held.Name))
                    return (path, held);
                held.Dispose();
            }
            catch (IOException) when (tries < MostTries)
            {
                Remove(path);
            }
        }
    }

    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
            RemoveIfLeft(folder);
    }

    private static void RemoveIfLeft(string folder)
    {
        try
        {
            // Held until it is gone, so that nobody can lock what is about to go.
            using var held = Lock(folder, FileMode.Open);
            Remove(folder);
        }
        // Its worker lives, it is another user's, or its worker is about to lock it.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
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
