using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Api.Artifacts;

/// <summary>A file of an artifact.</summary>
/// <param name="Path">Within the artifact, with <c>/</c>.</param>
/// <param name="Size">In bytes.</param>
public sealed record ArtifactFile(string Path, long Size)
{
    /// <summary>Where it is downloaded.</summary>
    public string AddressIn(string digest) =>
        $"{ApiPipeline.Root}/artifacts/{digest}/{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}";
}

/// <summary>An artifact and its files.</summary>
public sealed record ArtifactView
{
    public required string Digest { get; init; }

    public required long Size { get; init; }

    public required IReadOnlyList<ArtifactFile> Files { get; init; }
}

/// <summary>
/// Hands out the files of artifacts whose bytes have their digest. An artifact is hashed when this process first meets
/// it and again whenever a size or a time of its files differs from then: hashing gigabytes for every range of a
/// download would make ranges useless, and what is edited, cut off or exchanged does not keep both.
/// </summary>
internal sealed class ArtifactFiles(ArtifactStore store) : IDisposable
{
    // A verdict is a hundred bytes; beyond this many all are forgotten, and found again when they are asked for.
    private const int MaxVerdicts = 4096;

    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _verdicts = new(StringComparer.Ordinal);

    // Hashing takes a core and the disk.
    private readonly SemaphoreSlim _hashing = new(1, 1);
    private int _hashed;

    /// <summary>Artifacts that were hashed so far.</summary>
    internal int HashedCount => Volatile.Read(ref _hashed);

    /// <exception cref="ArtifactNotFoundException">There is none.</exception>
    /// <exception cref="ArtifactDamagedException">Its bytes are not those of its digest.</exception>
    public async Task<ArtifactView> ListAsync(string digest, CancellationToken cancellationToken) =>
        ViewOf(digest, await VerifiedAsync(digest, cancellationToken));

    /// <summary>Path within the artifact → file, in the order of the paths.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<IReadOnlyList<(string Path, FileInfo File)>> AllAsync(
        string digest, CancellationToken cancellationToken)
    {
        var files = await VerifiedAsync(digest, cancellationToken);
        return [.. files.Select(file => (NameOf(digest, file), file))];
    }

    /// <summary>The file with exactly this path; nothing is put together from what was asked for.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<FileInfo> FindAsync(string digest, string path, CancellationToken cancellationToken)
    {
        var files = await AllAsync(digest, cancellationToken);
        return files.FirstOrDefault(file => file.Path == path).File
            ?? throw new ArtifactNotFoundException($"artifact {digest} has no file '{path}'");
    }

    /// <summary>Its files as they lie there, whole or not; null when it is not in the store.</summary>
    /// <exception cref="ArtifactDamagedException">A link is among them.</exception>
    public ArtifactView? Look(string digest) => Has(digest) ? ViewOf(digest, FilesOf(digest)) : null;

    /// <summary>Whether its bytes have its digest; null when that is not known yet and is being found out.</summary>
    public async Task<bool?> IsWholeAsync(string digest, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await IsWholeAsync(digest, FilesOf(digest), cancellationToken)
                .WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Where a file of an artifact lies; null when the artifact has none of this name.</summary>
    public string? PathOf(string digest, string path) =>
        FilesOf(digest).FirstOrDefault(file => NameOf(digest, file) == path)?.FullName;

    public void Dispose() => _hashing.Dispose();

    private bool Has(string digest) => Digests.IsDigest(digest) && store.HasArtifact(digest);

    private ArtifactView ViewOf(string digest, IReadOnlyList<FileInfo> files) => new()
    {
        Digest = digest,
        Size = files.Sum(file => file.Length),
        Files = [.. files.Select(file => new ArtifactFile(NameOf(digest, file), file.Length))],
    };

    private async Task<IReadOnlyList<FileInfo>> VerifiedAsync(string digest, CancellationToken cancellationToken)
    {
        if (!Has(digest))
            throw new ArtifactNotFoundException(
                $"there is no artifact '{digest}'; an artifact is named by its digest, 64 hexadecimal digits");
        var files = FilesOf(digest);
        return await IsWholeAsync(digest, files, cancellationToken)
            ? files
            : throw new ArtifactDamagedException(digest);
    }

    /// <summary>In the order of their paths. A link is no file of ours: its target is not what was hashed.</summary>
    private List<FileInfo> FilesOf(string digest)
    {
        var entries = new DirectoryInfo(store.ArtifactPath(digest))
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToArray();
        if (entries.Any(entry => entry.LinkTarget is not null))
            throw new ArtifactDamagedException(digest);
        return [.. entries.OfType<FileInfo>().OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }

    private async Task<bool> IsWholeAsync(
        string digest, IReadOnlyList<FileInfo> files, CancellationToken cancellationToken)
    {
        if (_verdicts.Count > MaxVerdicts)
            _verdicts.Clear();
        var key = $"{digest}/{StampOf(files)}";
        var verdict = _verdicts.GetOrAdd(key, _ => new Lazy<Task<bool>>(() => HashAsync(digest)));
        try
        {
            return await verdict.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (verdict.Value.IsFaulted)
        {
            // It could not be read, which is no verdict.
            _verdicts.TryRemove(key, out _);
            throw;
        }
    }

    private async Task<bool> HashAsync(string digest)
    {
        await _hashing.WaitAsync();
        try
        {
            Interlocked.Increment(ref _hashed);
            return await Task.Run(() => store.VerifyArtifact(digest));
        }
        finally
        {
            _hashing.Release();
        }
    }

    /// <summary>Another text whenever a file has come, gone or been written.</summary>
    private static string StampOf(IReadOnlyList<FileInfo> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
            text.Append(
                CultureInfo.InvariantCulture, $"{file.FullName}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\0");
        return Digests.OfText(text.ToString());
    }

    private string NameOf(string digest, FileInfo file) =>
        Path.GetRelativePath(store.ArtifactPath(digest), file.FullName);
}

internal sealed class ArtifactNotFoundException(string message) : Exception(message);

internal sealed class ArtifactDamagedException(string digest)
    : Exception($"artifact {digest} is damaged: its bytes are not those of its digest; remove it and retry its runs");
