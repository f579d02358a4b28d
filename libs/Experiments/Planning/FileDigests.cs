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
        var file = new FileInfo(path);
        if (_known.TryGetValue(path, out var known)
            && known.Length == file.Length && known.ChangedAt == file.LastWriteTimeUtc)
            return known.Digest;
        var (length, changedAt) = (file.Length, file.LastWriteTimeUtc);
        var digest = Digests.OfFile(path);
        if (_known.Count >= MaxFiles)
            _known.Clear();
        _known[path] = (length, changedAt, digest);
        return digest;
    }
}
