namespace WeakToStrong.Experiments.Comparison;

/// <summary>Which runs found the same to the last bit.</summary>
public static class EqualReports
{
    /// <summary>Places of the runs that share a digest, two or more each, in order of the first.</summary>
    /// <param name="digests">Of each run's report; null where there is none.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<string?> digests) =>
        [
            .. digests.Index()
                .Where(entry => entry.Item is not null)
                .GroupBy(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => (IReadOnlyList<int>)[.. group]),
        ];
}
