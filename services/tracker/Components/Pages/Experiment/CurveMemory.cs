using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>
/// Lines that were drawn from long series: as long as a series has not grown, the same part of it gives the same line.
/// </summary>
public sealed class CurveMemory : IDisposable
{
    private const int MaxPoints = 500_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxPoints });

    public LineSeries? Find(object key) => _kept.Get<LineSeries>(key);

    public LineSeries Keep(object key, LineSeries line) =>
        _kept.Set(key, line, new MemoryCacheEntryOptions { Size = line.X.Count + 1, SlidingExpiration = Kept });

    public void Dispose() => _kept.Dispose();
}
