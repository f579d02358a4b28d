using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Methods side by side: where each stands, and who wins against whom.</summary>
public sealed class GlanceReader(WinsReader wins)
{
    /// <summary>More bars than these nobody reads.</summary>
    private const int MaxRows = 36;

    public GlanceModel Read(RunSet set, IReadOnlyList<IReadOnlyList<ReportRow>> rows, CompareQuery query)
    {
        var isTogether = query.IsTogether(set.Runs.Count);
        var standings = isTogether ? Standings.OfAll(rows) : BySystem(Standings.OfEach(rows));
        return new GlanceModel
        {
            IsTogether = isTogether,
            Rows = [.. standings.Take(MaxRows).Select(standing => RowOf(standing, set))],
            LeftOutCount = Math.Max(0, standings.Count - MaxRows),
            Wins = wins.Read(set, query.WinMeasure),
        };
    }

    // One system of all runs, then the next: what is compared stands under one another.
    private static IReadOnlyList<Standing> BySystem(IReadOnlyList<Standing> standings) =>
        [.. standings.GroupBy(standing => standing.System, StringComparer.Ordinal).SelectMany(system => system)];

    private static GlanceRow RowOf(Standing standing, RunSet set)
    {
        var run = standing.Run is { } place ? set.Runs[place].Title : null;
        var title = SystemTitle.Of(standing.System);
        return new GlanceRow
        {
            Id = run is null ? standing.System : $"{run.Key}~{standing.System}",
            Name = run is null || set.Runs.Count == 1 ? title : $"{title} · {run.Label}",
            Tag = run is null || set.Runs.Count == 1 ? null : run.Tag,
            System = standing.System,
            Color = set.ColorOf(standing.System),
            Note = run is null ? $"of {standing.RunCount} runs" : null,
            Quality = standing.Quality,
            Helpfulness = standing.TradeOff.Helpfulness,
            Harmlessness = standing.TradeOff.Harmlessness,
            Pgr = standing.Pgr,
            IsOnFront = standing.TradeOff.IsOnFront,
        };
    }
}
