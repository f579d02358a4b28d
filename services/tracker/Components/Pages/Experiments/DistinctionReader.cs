using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>An option whose value tells a run from others of its name.</summary>
/// <param name="Option">Its path, without the <c>methods</c> in front: <c>dpo.beta</c>.</param>
public sealed record Distinction(string Option, string Value);

/// <summary>
/// Tells runs of the same name apart by the options in which they differ. Texts of experiments do not change, so what
/// was found of the same runs is kept. One whose text cannot be read has nothing to be told by.
/// </summary>
public sealed class DistinctionReader(TrackerDatabase database, CompareMemory memory) : IDisposable
{
    private const int MaxEntries = 1000;
    private const string MethodsPrefix = ExperimentOptions.MethodsKey + ".";

    /// <summary>Has a column of its own.</summary>
    private const string Seeds = "seeds";

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    /// <summary>For each run that shares its name with another of these: where it differs from them.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Distinction>>> ReadAsync(
        IReadOnlyList<RunRow> runs, CancellationToken cancellationToken)
    {
        var all = new Dictionary<Guid, IReadOnlyList<Distinction>>();
        foreach (var namesakes in runs.GroupBy(run => run.Name, StringComparer.Ordinal).Where(some => some.Count() > 1))
            foreach (var (id, distinctions) in await OfAsync([.. namesakes.Select(run => run.Id)], cancellationToken))
                all[id] = distinctions;
        return all;
    }

    public void Dispose() => _kept.Dispose();

    private async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Distinction>>> OfAsync(
        IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var key = string.Concat(ids.Select(id => id.ToString("N")));
        if (_kept.TryGetValue(key, out IReadOnlyDictionary<Guid, IReadOnlyList<Distinction>>? known))
            return known!;
        var texts = await database.ReadAsync(
            db => db.Runs.Where(run => ids.Contains(run.Id))
                .ToDictionaryAsync(run => run.Id, run => run.ExperimentText, cancellationToken),
            cancellationToken);
        var found = Compare(
        [
            .. from id in ids.Where(texts.ContainsKey)
               let options = memory.Options(id, texts[id])
               where options.Sections.Count > 0
               select (id, options),
        ]);
        return _kept.Set(key, found, new MemoryCacheEntryOptions { Size = 1 });
    }

    private static Dictionary<Guid, IReadOnlyList<Distinction>> Compare(
        IReadOnlyList<(Guid Id, ExperimentOptions Options)> runs)
    {
        var rows = OptionDiff.Of([.. runs.Select(run => run.Options)], hideEqual: true)
            .Where(row => row.Path != Seeds).ToArray();
        return runs.Index().ToDictionary(
            run => run.Item.Id,
            IReadOnlyList<Distinction> (run) =>
            [
                .. from row in rows
                   let value = row.Values[run.Index]
                   where value is not null
                   select new Distinction(NameOf(row.Path), value),
            ]);
    }

    private static string NameOf(string path) =>
        path.StartsWith(MethodsPrefix, StringComparison.Ordinal) ? path[MethodsPrefix.Length..] : path;
}
