using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>
/// Looks into data files, never further than a page may wait. What was seen of a file is kept until the file is
/// another one, as far as there is room: pages look again and again.
/// </summary>
public sealed class RowsReader : IDisposable
{
    private const int MostKept = 12_000_000;
    private const int OverheadOfOne = 500;

    /// <summary>A larger file is not compared with its digest.</summary>
    private const long MostHashed = 64 << 20;

    private static readonly ReadLimits Limits = new() { Bytes = 64 << 20, Time = TimeSpan.FromSeconds(2) };

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    // Reading takes a core and the disk.
    private readonly SemaphoreSlim _reading = new(2, 2);

    /// <summary>Some rows of a file.</summary>
    public Task<DataPreview> PreviewAsync(string path, int page, CancellationToken cancellationToken) => KeepAsync(
        path, ("rows", page),
        () => DataPreview.Read(path, (page - 1) * DataPreview.MaxRows, DataPreview.MaxRows, Limits),
        preview => preview.Rows.Sum(row => row.Cells.Sum(cell => cell.Text.Length + cell.Column.Length)),
        cancellationToken);

    /// <summary>What the file is and its first problem, in the words of the command line.</summary>
    public Task<DataInspection> InspectAsync(string path, CancellationToken cancellationToken) => KeepAsync(
        path, ("inspection", 0), () => DataFile.Inspect(path, Limits), _ => OverheadOfOne, cancellationToken);

    /// <summary>Whether the file still is what it was; null where it is too large to tell.</summary>
    public async Task<bool?> IsSameAsync(string path, string sha256, CancellationToken cancellationToken) =>
        new FileInfo(path).Length > MostHashed
            ? null
            : await KeepAsync(path, ("digest", 0), () => Digests.OfFile(path), _ => 0, cancellationToken) == sha256;

    /// <summary>One row with its whole texts.</summary>
    public Task<PreviewRow?> RowAsync(string path, int number, CancellationToken cancellationToken) =>
        ReadAsync(() => DataPreview.ReadRow(path, number, Limits), cancellationToken);

    public void Dispose()
    {
        _kept.Dispose();
        _reading.Dispose();
    }

    private async Task<T> KeepAsync<T>(
        string path, (string What, int Page) part, Func<T> read, Func<T, int> sizeOf, CancellationToken stop)
    {
        var file = new FileInfo(path);
        var key = (path, file.Length, file.LastWriteTimeUtc, part);
        if (_kept.TryGetValue(key, out T? known))
            return known!;
        var value = await ReadAsync(read, stop);
        return _kept.Set(key, value, new MemoryCacheEntryOptions { Size = OverheadOfOne + sizeOf(value) });
    }

    private async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(read, cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }
}
