namespace WeakToStrong.Hosting;

/// <summary>One host at a time works on a store. The lock goes with the process, however that ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the store; throws <see cref="HostRunningException"/> when another host has it.</summary>
    public static StoreLock Take(AppHostOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongOptionException($"--store is {options.Store}: {failure.Message}");
        }
        try
        {
            return new StoreLock(new FileStream(
                Path.Combine(options.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new HostRunningException(
                $"another host runs on {options.Store}; stop that one, or give another --store");
        }
    }

    public void Dispose() => _file.Dispose();
}
