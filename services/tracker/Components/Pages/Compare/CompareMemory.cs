using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>
/// What was read for comparisons and stays as it is: options for ever, who won as long as the reports are the same. Of
/// so many and no more. What cannot be read throws and is not kept.
/// </summary>
public sealed class CompareMemory : IDisposable
{
    private const int MaxEntries = 4000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    /// <summary>What the experiment's text says; nothing where it is of a form that cannot be read.</summary>
    public ExperimentOptions Options(Guid runId, string text) => Keep(("options", runId), () => ReadOptions(text));

    /// <param name="contenders">Says which answers are held against each other, and by what.</param>
    /// <param name="read">Does it.</param>
    public WinsModel Wins(string contenders, Func<WinsModel> read) =>
        Keep(("wins", contenders), read);

    public void Dispose() => _kept.Dispose();

    private T Keep<T>(object key, Func<T> read)
        where T : class => _kept.TryGetValue(key, out T? known)
        ? known!
        : _kept.Set(key, read(), new MemoryCacheEntryOptions { Size = 1 });

    private static ExperimentOptions ReadOptions(string text)
    {
        try
        {
            return ExperimentOptions.Read(text);
        }
        catch (InputException)
        {
            return new ExperimentOptions { Sections = [] };
        }
    }
}
