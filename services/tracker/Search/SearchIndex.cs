using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

/// <summary>
/// Makes runs findable: their options when they are launched, the values of their reports when these are written.
/// Everything here may be done again, by several trackers at once too, and leaves the same rows.
/// </summary>
internal static class SearchIndex
{
    /// <summary>Raised when what is kept of a run changes: the back-fill then does every run again.</summary>
    public const int Revision = 1;

    /// <summary>In the transaction that launches the run.</summary>
    /// <param name="db">The transaction's context.</param>
    /// <param name="runId">A run that is there.</param>
    /// <param name="options">Of its experiment.</param>
    public static async Task AddRunAsync(TrackerContext db, Guid runId, ExperimentOptions options)
    {
        var sections = options.Sections.Select(section => (section.Method, Set: OptionSet.Of(section))).ToArray();
        await AddSetsAsync(db, [.. sections.Select(section => section.Set)]);
        foreach (var (method, set) in sections)
            await (method is null ? AddOptionsAsync(db, runId, set) : AddMethodAsync(db, runId, method, set));
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO run_indexing (run_id, revision, has_results) VALUES ({runId}, {Revision}, {false})
            ON CONFLICT (run_id) DO UPDATE SET revision = excluded.revision
            """);
    }

    /// <summary>Takes what the report says over the seeds; null for a run that has none to take.</summary>
    public static async Task AddResultsAsync(TrackerContext db, Guid runId, Report? report)
    {
        foreach (var summary in report?.Summary ?? [])
            await AddSystemAsync(db, runId, summary);
        await db.RunIndexings().Where(row => row.RunId == runId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.HasResults, true));
    }

    /// <summary>Removes sets of options that no run has any more; returns how many values went.</summary>
    public static Task<int> RemoveUnusedAsync(TrackerContext db) =>
        db.OptionValues()
            .Where(option => !db.RunOptions().Any(options => options.OptionsId == option.OptionsId)
                && !db.RunSystems().Any(system => system.OptionsId == option.OptionsId))
            .ExecuteDeleteAsync();

    private static Task<int> AddOptionsAsync(TrackerContext db, Guid runId, OptionSet set) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO run_options (run_id, options_id) VALUES ({runId}, {set.Id}) ON CONFLICT DO NOTHING");

    private static Task<int> AddMethodAsync(TrackerContext db, Guid runId, string name, OptionSet set) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO run_systems (run_id, name, is_method, options_id) VALUES ({runId}, {name}, {true}, {set.Id})
            ON CONFLICT (run_id, name) DO UPDATE SET is_method = excluded.is_method, options_id = excluded.options_id
            """);

    private static async Task AddSetsAsync(TrackerContext db, IReadOnlyList<OptionSet> sets)
    {
        var ids = sets.Select(set => set.Id).ToArray();
        var known = await db.OptionValues().Where(option => ids.Contains(option.OptionsId))
            .Select(option => option.OptionsId).Distinct().ToListAsync();
        // In one order, so that two trackers that add the same sets wait for each other instead of standing still.
        foreach (var set in sets.Where(set => !known.Contains(set.Id)).DistinctBy(set => set.Id).OrderBy(set => set.Id))
            await AddSetAsync(db, [.. set.Rows()]);
    }

    /// <summary>One statement for the set; its text has places for the values, never the values.</summary>
    private static async Task AddSetAsync(TrackerContext db, OptionRow[] rows)
    {
        const int columns = 5;
        if (rows.Length == 0)
            return;
        var places = rows.Select((_, i) =>
        {
            var p = i * columns;
            // A null has no type of its own.
            return $"({{{p}}}, {{{p + 1}}}, {{{p + 2}}}, "
                + $"CAST({{{p + 3}}} AS TEXT), CAST({{{p + 4}}} AS DOUBLE PRECISION))";
        });
        var values = rows.SelectMany(row => new object?[]
        {
            row.OptionsId, row.Path, row.Position, row.Text, row.Number,
        });
        var insert =
            $"""
            INSERT INTO option_values (options_id, path, position, text, number) VALUES {string.Join(", ", places)}
            ON CONFLICT DO NOTHING
            """;
        await db.Database.ExecuteSqlAsync(FormattableStringFactory.Create(insert, [.. values]));
    }

    private static async Task AddSystemAsync(TrackerContext db, Guid runId, SystemSummary summary)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO run_systems (run_id, name, is_method, options_id)
            VALUES ({runId}, {summary.System}, {SystemNames.IsMethod(summary.System)}, {OptionSet.Empty.Id})
            ON CONFLICT DO NOTHING
            """);
        var (quality, helpfulness, harmlessness) = (summary.Quality, summary.Helpfulness, summary.Harmlessness);
        await db.RunSystems().Where(system => system.RunId == runId && system.Name == summary.System)
            .ExecuteUpdateAsync(set => set
                .SetProperty(system => system.QualityMean, quality.Mean)
                .SetProperty(system => system.QualityLow, quality.Low)
                .SetProperty(system => system.QualityHigh, quality.High)
                .SetProperty(system => system.QualityN, quality.N)
                .SetProperty(system => system.HelpfulnessMean, helpfulness.Mean)
                .SetProperty(system => system.HelpfulnessLow, helpfulness.Low)
                .SetProperty(system => system.HelpfulnessHigh, helpfulness.High)
                .SetProperty(system => system.HelpfulnessN, helpfulness.N)
                .SetProperty(system => system.HarmlessnessMean, harmlessness.Mean)
                .SetProperty(system => system.HarmlessnessLow, harmlessness.Low)
                .SetProperty(system => system.HarmlessnessHigh, harmlessness.High)
                .SetProperty(system => system.HarmlessnessN, harmlessness.N)
                .SetProperty(system => system.PgrMean, Mean(summary.Pgr))
                .SetProperty(system => system.PgrLow, Low(summary.Pgr))
                .SetProperty(system => system.PgrHigh, High(summary.Pgr))
                .SetProperty(system => system.PgrN, Count(summary.Pgr))
                .SetProperty(system => system.GainOverGapMean, summary.MeanGainOverMeanGap));
    }

    private static double? Mean(MeanInterval? interval) => interval?.Mean;

    private static double? Low(MeanInterval? interval) => interval?.Low;

    private static double? High(MeanInterval? interval) => interval?.High;

    private static int? Count(MeanInterval? interval) => interval?.N;
}
