using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Tests.Search;

/// <summary>One run in both forms: as facts for the matcher in memory, and as rows for the database.</summary>
internal sealed record SearchedRun
{
    public required Run Run { get; init; }

    public required ExperimentOptions Options { get; init; }

    public IReadOnlyList<SystemSummary> Results { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Keys of steps, and the system that each works for.</summary>
    public IReadOnlyDictionary<string, string> Steps { get; init; } = new Dictionary<string, string>();

    private IEnumerable<string> Methods =>
        Options.Sections.Where(section => section.Method is not null).Select(section => section.Method!);

    public RunFacts Facts(ILookup<string, StepSeries> series) => new()
    {
        Id = Run.Id,
        Name = Run.Name,
        Task = Run.Task,
        Status = ShownStatuses.Of(Run.Status, Run.HeldAt is not null).Word(),
        Author = Run.Author,
        CreatedAt = Run.CreatedAt,
        StartedAt = Run.StartedAt,
        FinishedAt = Run.FinishedAt,
        Tags = Tags,
        Options =
        [
            .. Options.Sections.Where(section => section.Method is null)
                .SelectMany(section => section.Options).Select(OptionFact.Of),
        ],
        Systems =
        [
            .. Methods.Concat(Results.Select(result => result.System)).Concat(Steps.Values).Distinct()
                .Select(system => System(system, series)),
        ],
    };

    /// <summary>Writes everything as the tracker does, twice where that must not matter.</summary>
    public async Task WriteAsync(TrackerContext db)
    {
        db.Runs.Add(Run);
        db.RunMembers.AddRange(Steps.Select((step, i) => new RunMember
        {
            RunId = Run.Id,
            StepKey = step.Key,
            Name = $"seed 1 / {step.Value}",
            Position = i,
            IsCached = false,
            System = StepSystem.Of($"seed 1 / {step.Value}"),
            Method = StepSystem.MethodOf($"seed 1 / {step.Value}", Options),
        }));
        db.AddRange(Tags.Select(tag => new RunTag { RunId = Run.Id, Tag = tag }));
        await db.SaveChangesAsync();
        for (var i = 0; i < 2; i++)
        {
            await SearchIndex.AddRunAsync(db, Run.Id, Options);
            await SearchIndex.AddResultsAsync(db, Run.Id, Report());
        }
    }

    private SystemFacts System(string name, ILookup<string, StepSeries> series) => new()
    {
        Name = name,
        IsMethod = Methods.Contains(name),
        Options =
        [
            .. Options.Sections.Where(section => section.Method == name)
                .SelectMany(section => section.Options).Select(OptionFact.Of),
        ],
        Results = Results.Where(result => result.System == name).SelectMany(Values)
            .ToDictionary(value => value.Key, value => value.Value),
        Metrics =
        [
            .. Steps.Where(step => step.Value == name).SelectMany(step => series[step.Key])
                .Select(each => new MetricFact(each.Name, each.Last, each.Min, each.Max)),
        ],
    };

    private static IEnumerable<KeyValuePair<ResultKey, double>> Values(SystemSummary summary)
    {
        foreach (var measure in Measure.All)
            if (measure.Of(summary) is { } interval)
                foreach (var (statistic, value) in new (string, double?)[]
                         {
                             ("mean", interval.Mean), ("low", interval.Low), ("high", interval.High), ("n", interval.N),
                         })
                    if (value is { } given)
                        yield return new(new ResultKey(measure.Name, statistic), given);
        if (summary.MeanGainOverMeanGap is { } ratio)
            yield return new(new ResultKey("gain_over_gap", "mean"), ratio);
    }

    private Report? Report() => Results.Count == 0 ? null : new Report
    {
        Name = Run.Name,
        Task = Run.Task,
        Seeds = [1],
        ReportDigest = "",
        Rows = [],
        Summary = Results,
        Differences = [],
        Notes = [],
    };

    public static MeanInterval Interval(double mean, double? half, int n) =>
        new() { Mean = mean, Low = mean - half, High = mean + half, N = n };
}
