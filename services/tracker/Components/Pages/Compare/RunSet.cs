using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>A run that is compared, with what it was asked to do.</summary>
public sealed record ComparedExperiment
{
    public required RunTitle Title { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    public required string ReportStepKey { get; init; }

    public required ExperimentOptions Options { get; init; }

    /// <summary>sft, dpo, ppo: what a method is; null for what is none of its methods.</summary>
    public string? KindOf(string system) =>
        Options.OfMethod(system).All.FirstOrDefault(option => option.Path == "method")?.Text;
}

/// <summary>The runs of an address, in its order.</summary>
public sealed record RunSet
{
    public required IReadOnlyList<ComparedExperiment> Runs { get; init; }

    public required IReadOnlyList<string> Missing { get; init; }

    public required int LeftOutCount { get; init; }

    /// <summary>A system's colour: the same in every run.</summary>
    public string ColorOf(string system)
    {
        var systems = Runs.SelectMany(run => run.Options.Methods).Distinct(StringComparer.Ordinal).ToList();
        var kind = Runs.Select(run => run.KindOf(system)).FirstOrDefault(found => found is not null);
        return ChartColor.System(system, kind, Math.Max(0, systems.IndexOf(system)));
    }
}

/// <summary>Finds the runs of an address, by ids in one query.</summary>
public sealed class RunSetReader(TrackerDatabase database, CompareMemory memory)
{
    public Task<RunSet> ReadAsync(CompareQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(db => ReadAsync(db, query.RunNames, cancellationToken), cancellationToken);

    private async Task<RunSet> ReadAsync(
        TrackerContext db, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var ids = new List<Guid>();
        foreach (var name in names.Take(CompareQuery.MaxRuns))
            if (await IdOfAsync(db, name, missing, cancellationToken) is { } id && !ids.Contains(id))
                ids.Add(id);
        var found = await db.Experiments().AsNoTracking().Where(run => ids.Contains(run.Id))
            .ToDictionaryAsync(run => run.Id, cancellationToken);
        missing.AddRange(ids.Where(id => !found.ContainsKey(id)).Select(id => $"there is no run {id:N}"));
        return new RunSet
        {
            Runs = Titled([.. ids.Where(found.ContainsKey).Select(id => found[id])]),
            Missing = missing,
            LeftOutCount = Math.Max(0, names.Count - CompareQuery.MaxRuns),
        };
    }

    private static async Task<Guid?> IdOfAsync(
        TrackerContext db, string name, List<string> missing, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(name, "N", out var id))
            return id;
        try
        {
            return await RunFinder.FindAsync(db, name, cancellationToken);
        }
        catch (Exception exception) when (exception is RunNotFoundException or AmbiguousRunException)
        {
            missing.Add(exception.Message);
            return null;
        }
    }

    private List<ComparedExperiment> Titled(IReadOnlyList<Run> runs)
    {
        var shared = runs.GroupBy(run => run.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        var options = runs.Select(run => memory.Options(run.Id, run.ExperimentText)).ToArray();
        var tags = RunTags.Of(options);
        return [.. runs.Select((run, index) => new ComparedExperiment
        {
            Title = new RunTitle
            {
                Id = run.Id,
                Label = shared.Contains(run.Name) ? $"{run.Name} · {RunRow.ShortIdOf(run.Id)}" : run.Name,
                Tag = shared.Contains(run.Name) ? tags?[index] ?? RunRow.ShortIdOf(run.Id) : run.Name,
                Color = ChartColor.Series(index),
                Status = run.Status,
                IsHeld = run.HeldAt is not null,
                Failure = run.Failure,
            },
            FinishedAt = run.FinishedAt,
            ReportStepKey = run.ReportStepKey,
            Options = options[index],
        })];
    }
}
