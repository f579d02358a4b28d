using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>Measures the store now and then: adding up its files takes long, and nobody needs it to the second.</summary>
internal sealed class StoreMeter(ArtifactStore store, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _measuring = new(1, 1);
    private (long Bytes, DateTimeOffset At)? _measured;

    public async Task<StoreStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var (bytes, at) = await MeasuredAsync(cancellationToken);
        var disk = new DriveInfo(store.Root);
        return new StoreStatus
        {
            Path = store.Root,
            ArtifactBytes = bytes,
            MeasuredAt = at,
            FreeBytes = disk.AvailableFreeSpace,
            DiskBytes = disk.TotalSize,
        };
    }

    public void Dispose() => _measuring.Dispose();

    private async Task<(long Bytes, DateTimeOffset At)> MeasuredAsync(CancellationToken cancellationToken)
    {
        await _measuring.WaitAsync(cancellationToken);
        try
        {
            if (_measured is { } known && time.GetUtcNow() - known.At < GoodFor)
                return known;
            var measured = (await Task.Run(store.Size, cancellationToken), time.GetUtcNow());
            _measured = measured;
            return measured;
        }
        finally
        {
            _measuring.Release();
        }
    }
}
