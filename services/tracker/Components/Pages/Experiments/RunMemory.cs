using Microsoft.Extensions.Caching.Memory;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>
/// What was read of runs and stays as it is: an outline for ever, the rest until a retry finishes at another time. Of
/// so many runs and no more, whatever the store holds.
/// </summary>
public sealed class RunMemory : IDisposable
{
    private const int MaxEntries = 20_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    public Task<ExperimentOutline> OutlineAsync(Guid runId, Func<Task<ExperimentOutline>> read) =>
        KeepAsync(("outline", runId, null), read);

    public Task<Headline?> HeadlineAsync(Guid runId, DateTimeOffset? finishedAt, Func<Task<Headline?>> read) =>
        KeepAsync(("headline", runId, finishedAt), read);

    public Task<IReadOnlyList<double?>> LossAsync(
        Guid runId, DateTimeOffset? finishedAt, Func<Task<IReadOnlyList<double?>>> read) =>
        KeepAsync(("loss", runId, finishedAt), read);

    public void Dispose() => _kept.Dispose();

    private async Task<T> KeepAsync<T>((string What, Guid RunId, DateTimeOffset? At) key, Func<Task<T>> read)
    {
        if (_kept.TryGetValue(key, out T? known))
            return known!;
        var value = await read();
        return _kept.Set(key, value, new MemoryCacheEntryOptions { Size = 1 });
    }
}
