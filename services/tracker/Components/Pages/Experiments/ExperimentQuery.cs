using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>Which runs the list shows, in which order; what its address says.</summary>
public sealed record ExperimentQuery(string Filter, SortOrder Sort, int Page)
{
    public const int PageSize = 50;

    public const string NewestFirst = "-created";

    public int Skipped => (Page - 1) * PageSize;

    public static ExperimentQuery Of(string? filter, string? sort, int? page) =>
        new(filter?.Trim() ?? "", SortOrder.Parse(sort, NewestFirst), Math.Clamp(page ?? 1, 1, 1_000_000));
}
