using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>
/// What was read of runs and stays as it is: an outline for ever, losses until a retry finishes at another time. Of
/// so many runs and no more, whatever the store holds.
/// </summary>
public sealed class RunMemory : IDisposable
{
    private const int MaxEntries = 20_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    /// <param name="runs">Of which.</param>
    /// <param name="read">Reads those that are not known, at once.</param>
    public Task<IReadOnlyDictionary<Guid, ExperimentOutline>> OutlinesAsync(
        IReadOnlyList<RunRow> runs, Func<Guid[], Task<IReadOnlyDictionary<Guid, ExperimentOutline>>> read) =>
        KeepAsync("outline", runs, _ => true, _ => null, read);

    public Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>> LossesAsync(
        IReadOnlyList<RunRow> runs, Func<Guid[], Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>>> read) =>
        KeepAsync("loss", runs, run => run.IsFinished, run => run.FinishedAt, read);

    public void Dispose() => _kept.Dispose();

    private async Task<IReadOnlyDictionary<Guid, T>> KeepAsync<T>(
        string what,
        IReadOnlyList<RunRow> runs,
        Func<RunRow, bool> lasts,
        Func<RunRow, DateTimeOffset?> version,
        Func<Guid[], Task<IReadOnlyDictionary<Guid, T>>> read)
    {
        var known = new Dictionary<Guid, T>();
        foreach (var run in runs)
            if (_kept.TryGetValue((what, run.Id, version(run)), out T? value))
                known[run.Id] = value!;
        var unknown = runs.Where(run => !known.ContainsKey(run.Id)).ToArray();
        if (unknown.Length == 0)
            return known;
        var found = await read([.. unknown.Select(run => run.Id)]);
        foreach (var run in unknown)
        {
            if (!found.TryGetValue(run.Id, out var value))
                continue;
            known[run.Id] = value;
            if (lasts(run))
                _kept.Set((what, run.Id, version(run)), value, new MemoryCacheEntryOptions { Size = 1 });
        }
        return known;
    }
}
