using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>The table of results: sorted, with deltas to what is pinned, a page of it.</summary>
public static class ResultsReader
{
    public static ResultsModel Read(
        RunSet set, IReadOnlyList<IReadOnlyList<ReportRow>> rows, CompareQuery query, int? rowLimit)
    {
        var baseline = BaselineOf(set, query);
        var table = PinnedTable.Of(rows, baseline);
        var isFound = baseline is not null && table.Any(row => row.Of == baseline);
        var pinned = isFound ? table.First(row => row.Of == baseline) : null;
        var sorted = Sorted(table, query.Sort).Select(row => RowOf(row, set, pinned));
        return new ResultsModel
        {
            Rows = rowLimit is { } limit ? [.. sorted.Skip((query.Page - 1) * limit).Take(limit)] : [.. sorted],
            TotalCount = table.Count,
            BaselineName = isFound ? NameOf(baseline!.Value, set) : null,
            IsBaselineMissing = query.Pinned is not null && !isFound,
        };
    }

    private static SystemOfRun? BaselineOf(RunSet set, CompareQuery query)
    {
        foreach (var (place, run) in set.Runs.Index())
            if (query.Pinned is var (key, system) && run.Title.Key == key)
                return new SystemOfRun(place, system);
        return null;
    }

    private static IEnumerable<PinnedRow> Sorted(IReadOnlyList<PinnedRow> rows, SortOrder order)
    {
        var place = Measure.All.Select(measure => measure.Name).ToList().IndexOf(order.By);
        // One system of all runs, then the next: what is compared stands under one another.
        if (place < 0)
            return rows.GroupBy(row => row.Of.System, StringComparer.Ordinal).SelectMany(system => system);
        var known = rows.Where(row => row.Cells[place].Value is not null);
        var sorted = order.IsDescending
            ? known.OrderByDescending(row => row.Cells[place].Value!.Mean)
            : known.OrderBy(row => row.Cells[place].Value!.Mean);
        return sorted.Concat(rows.Where(row => row.Cells[place].Value is null));
    }

    private static ResultRow RowOf(PinnedRow row, RunSet set, PinnedRow? pinned) => new()
    {
        Id = $"{set.Runs[row.Of.Run].Title.Key}~{row.Of.System}",
        Run = row.Of.Run,
        System = row.Of.System,
        Color = set.ColorOf(row.Of.System),
        SeedCount = row.SeedCount,
        IsBaseline = row.Of == pinned?.Of,
        Values =
        [
            .. row.Cells.Select((cell, place) =>
                new ResultValue(cell.Value, DeltaOf(cell, pinned?.Cells[place].Value))),
        ],
    };

    private static DeltaView? DeltaOf(PinnedCell cell, MeanInterval? pinned) => cell.Delta is { } delta
        ? new DeltaView(
            delta.Difference, delta.IsPaired, delta.IsSignificant, Math.Max(cell.Value?.N ?? 0, pinned?.N ?? 0))
        : null;

    private static string NameOf(SystemOfRun system, RunSet set) =>
        set.Runs.Count == 1
            ? SystemTitle.Of(system.System)
            : $"{SystemTitle.Of(system.System)} · {set.Runs[system.Run].Title.Label}";
}
