using WeakToStrong.Experiments;

namespace WeakToStrong.Runner.Bench;

/// <summary>The benchmarks by name.</summary>
internal static class Benchmarks
{
    private static readonly (string Name, Func<BenchContext, IEnumerable<BenchResult>> Run)[] All =
    [
        ("train", context => TrainBenchmark.Run(context).Concat(UsefulTokensBenchmark.Run(context))),
        ("generate", GenerateBenchmark.Run),
    ];

    // Corrections are measured with drafts and without, proofs beside nothing but training: both have their own report.
    private static IEnumerable<string> Names =>
        [.. All.Select(benchmark => benchmark.Name), CorrectBenchmark.Name, LedgerBenchmark.Name];

    /// <summary>The benchmark of a name, or all of them that have a peer.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static Func<BenchContext, IEnumerable<BenchResult>> Find(string? name)
    {
        var found = All.Where(benchmark => name is null || benchmark.Name == name).ToArray();
        return found.Length > 0
            ? context => found.SelectMany(benchmark => benchmark.Run(context))
            : throw new InputException(
                "bench", line: null,
                $"there is no benchmark '{name}'; known: {string.Join(", ", Names)}");
    }
}
