using System.Collections.Concurrent;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Planning;

/// <summary>
/// Digests of files from outside the store. A file is read once, and again when its size or its time of change is
/// another: good for looking at plans again and again, where a launch reads everything anew.
/// </summary>
public sealed class FileDigests
{
    private const int MaxFiles = 1000;

    private readonly ConcurrentDictionary<string, (long Length, DateTime ChangedAt, string Digest)> _known =
        new(StringComparer.Ordinal);

    public string Of(string path)
    {
        var (length, changedAt) = StateOf(path);
        if (_known.TryGetValue(path, out var known) && known.Length == length && known.ChangedAt == changedAt)
            return known.Digest;
        var digest = Digests.OfFile(path);
        if (_known.Count >= MaxFiles)
            _known.Clear();
        _known[path] = (length, changedAt, digest);
        return digest;
    }

    // Of the open file: of a link, a FileInfo tells the state of the link and not of what is read.
    private static (long Length, DateTime ChangedAt) StateOf(string path)
    {
        using var file = File.OpenHandle(path);
        try
        {
            return (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        }
        catch (NotSupportedException)
        {
            throw new InputException(path, null, "is a pipe; allowed is a file, which can be read again");
        }
    }
}
