namespace WeakToStrong.Experiments.Store;

/// <summary>
/// A lock between processes: an open file that nobody else may open. The system releases it when the process ends,
/// however it ends.
/// </summary>
public sealed class StepLock : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private StepLock(FileStream file) => _file = file;

    /// <summary>Tries until <paramref name="wait"/> is over; null when somebody else still holds it.</summary>
    internal static StepLock? Acquire(string path, TimeSpan wait)
    {
        var deadline = Deadline.After(wait);
        while (true)
        {
            if (TryOpen(path) is { } file)
                return new StepLock(file);
            if (deadline.IsOver)
                return null;
            Thread.Sleep(Pause);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    // flock answers EWOULDBLOCK, which .NET reports as a sharing violation.
    private static bool IsHeldByAnother(IOException e) =>
        e.GetType() == typeof(IOException) && e.HResult is SharingViolation or WouldBlock;
}
