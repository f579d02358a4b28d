using System.Globalization;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>The scores of one system on one seed, sorted by prompt so that systems can be paired.</summary>
internal sealed class Evaluation
{
    private Evaluation(SystemScores source)
    {
        System = source.System;
        Seed = source.Seed;
        Summary = ScoreFiles.ReadSummary(source.Folder);
        Rows = [.. ScoreFiles.ReadRows(source.Folder).OrderBy(row => row.Id, StringComparer.Ordinal)];
        if (Rows.Count == 0)
            throw new InvalidDataException($"system '{System}' has no scores for seed {Seed}");
        for (var i = 1; i < Rows.Count; i++)
            if (Rows[i].Id == Rows[i - 1].Id)
                throw new InvalidDataException(
                    $"system '{System}', seed {Seed}: prompt '{Rows[i].Id}' is scored twice");
        Quality = [.. Rows.Select(row => row.Quality)];
        Helpfulness = [.. Rows.Select(row => row.Helpfulness)];
        Harmlessness = [.. Rows.Select(row => row.Harmlessness)];
        Completions = [.. Rows.Select(row => row.Completion)];
        Clusters = [.. Rows.Select(row => row.Cluster)];
    }

    public string System { get; }

    public int Seed { get; }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<ScoreRow> Rows { get; }

    public ScoreSummary Summary { get; }

    public IReadOnlyList<double> Quality { get; }

    public IReadOnlyList<double> Helpfulness { get; }

    public IReadOnlyList<double> Harmlessness { get; }

    public IReadOnlyList<string> Completions { get; }

    public IReadOnlyList<string> Clusters { get; }

    public static Evaluation Read(SystemScores source) => new(source);

    public void CheckSamePrompts(Evaluation other)
    {
        if (!Rows.Select(Identity).SequenceEqual(other.Rows.Select(Identity)))
            throw new InvalidDataException(
                $"seed {Seed}: '{System}' and '{other.System}' were not evaluated on the same prompts");
    }

    private static (string Id, string Cluster, string Prompt) Identity(ScoreRow row) =>
        (row.Id, row.Cluster, row.Prompt);
}

/// <summary>The evaluations of one seed.</summary>
internal sealed record SeedScores(int Seed, IReadOnlyDictionary<string, Evaluation> Systems)
{
    /// <summary>Why nothing is recovered; null where something can be.</summary>
    private readonly string? _reason = ReasonOf(Seed, Systems);

    /// <summary>
    /// Performance gap recovered on quality, or why there is none: no gap can be told from chance where the interval of
    /// ceiling − supervisor, bootstrapped over clusters of prompts, contains 0 or where there is one cluster alone, and
    /// there is none to recover below 0.
    /// </summary>
    public (double? Value, string? Reason) Recovered(Evaluation system) =>
        _reason is null
            ? (PerformanceGap.Recovered(
                system.Quality.Average(), Systems[SystemNames.Supervisor].Quality.Average(),
                Systems[SystemNames.Ceiling].Quality.Average()), null)
            : (null, _reason);

    private static string? ReasonOf(int seed, IReadOnlyDictionary<string, Evaluation> systems)
    {
        if (!systems.TryGetValue(SystemNames.Supervisor, out var supervisor)
            || !systems.TryGetValue(SystemNames.Ceiling, out var ceiling))
            return "needs supervisor and ceiling";
        var gaps = ceiling.Quality.Zip(supervisor.Quality, (high, low) => high - low).ToArray();
        if (ClusterBootstrap.MeanInterval(gaps, supervisor.Clusters, (ulong)seed) is not var (from, to))
            return "the test prompts are one cluster, which cannot tell a gap from chance";
        return from <= 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the gap's 95 % bootstrap interval [{from:F3}, {to:F3}] {(to >= 0 ? "contains 0" : "is below 0")}")
            : null;
    }
}
