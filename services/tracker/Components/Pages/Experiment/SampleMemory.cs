using Microsoft.Extensions.Caching.Memory;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>
/// What was computed over whole files of samples: indices and orders. The files are named by their content, so it stays
/// true; how much is kept is counted in questions.
/// </summary>
public sealed class SampleMemory : IDisposable
{
    private const int MaxQuestions = 400_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxQuestions });

    // Reading a large file whole is work for a core and the disk.
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>What is kept under a key, or what is made now.</summary>
    /// <param name="key">Compared by value.</param>
    /// <param name="make">Runs away from the page's thread, one after the other.</param>
    /// <param name="size">Questions that it holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> GetAsync<T>(
        object key, Func<T> make, Func<T, int> size, CancellationToken cancellationToken)
        where T : class
    {
        if (_kept.TryGetValue(key, out T? known))
            return known!;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_kept.TryGetValue(key, out known))
                return known!;
            var made = await Task.Run(make, cancellationToken);
            return _kept.Set(key, made, new MemoryCacheEntryOptions
            {
                Size = size(made) + 1, SlidingExpiration = Kept,
            });
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        _kept.Dispose();
        _reading.Dispose();
    }
}
