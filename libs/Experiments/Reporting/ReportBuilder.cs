using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>Makes the report of an experiment from its evaluations.</summary>
public static class ReportBuilder
{
    /// <exception cref="InvalidDataException">
    /// Evaluations of one seed are not of the same prompts, or a system lacks a seed.
    /// </exception>
    public static Report Build(ReportRequest request)
    {
        var evaluations = request.Systems.Select(Evaluation.Read).ToArray();
        var seeds = request.Seeds.Select(seed => SeedOf(seed, evaluations)).ToArray();
        var rows = request.Systems.Select(system => RowOf(system, seeds)).ToArray();
        var systems = request.Systems.Select(system => system.System).Distinct().ToArray();
        CheckComplete(systems, request.Seeds, rows);
        var report = new Report
        {
            Name = request.Name,
            Task = request.Task,
            Seeds = request.Seeds,
            ReportDigest = "",
            Rows = rows,
            Summary = [.. systems.Select(system => ReportSummary.Of(system, rows))],
            Differences = [.. ReportSummary.Pairs(systems).Select(pair => ReportSummary.Difference(pair, rows))],
            Notes = [.. request.Notes.Concat(evaluations.SelectMany(system => system.Summary.Notes)).Distinct()],
        };
        return report with { ReportDigest = ReportFile.DigestOf(report) };
    }

    private static SeedScores SeedOf(int seed, Evaluation[] evaluations)
    {
        var ofSeed = evaluations.Where(evaluation => evaluation.Seed == seed).ToArray();
        if (ofSeed.GroupBy(evaluation => evaluation.System).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"system '{twice.Key}' is evaluated twice for seed {seed}");
        foreach (var evaluation in ofSeed)
            evaluation.CheckSamePrompts(ofSeed[0]);
        return new SeedScores(seed, ofSeed.ToDictionary(evaluation => evaluation.System, StringComparer.Ordinal));
    }

    private static ReportRow RowOf(SystemScores wanted, SeedScores[] seeds)
    {
        var seed = seeds.FirstOrDefault(candidate => candidate.Seed == wanted.Seed)
            ?? throw new InvalidDataException(
                $"system '{wanted.System}' has the seed {wanted.Seed}, the experiment has not");
        var evaluation = seed.Systems[wanted.System];
        var untuned = seed.Systems.GetValueOrDefault(SystemNames.Base);
        var pairs = untuned is null ? null : evaluation.Completions.Zip(untuned.Completions).ToArray();
        var (pgr, reason) = seed.Recovered(evaluation);
        return new ReportRow
        {
            System = wanted.System,
            Seed = wanted.Seed,
            Quality = evaluation.Quality.Average(),
            Helpfulness = evaluation.Helpfulness.Average(),
            Harmlessness = evaluation.Harmlessness.Average(),
            WinRate = untuned is null ? null : WinRatesOf(evaluation, untuned),
            CopyFraction = pairs is null ? null : WordEdits.CopyFraction(pairs),
            EditRatio = pairs is null ? null : WordEdits.EditRatio(pairs),
            Pgr = pgr,
            PgrReason = reason,
            ModelDigest = evaluation.Summary.ModelDigest,
        };
    }

    private static WinRates WinRatesOf(Evaluation system, Evaluation untuned) => new(
        WinRate.Of(system.Rows, untuned.Rows, row => row.Helpfulness),
        WinRate.Of(system.Rows, untuned.Rows, row => row.Harmlessness));

    private static void CheckComplete(string[] systems, IReadOnlyList<int> seeds, ReportRow[] rows)
    {
        foreach (var system in systems)
            foreach (var seed in seeds)
                if (!rows.Any(row => row.System == system && row.Seed == seed))
                    throw new InvalidDataException($"system '{system}' is not evaluated for seed {seed}");
    }
}
