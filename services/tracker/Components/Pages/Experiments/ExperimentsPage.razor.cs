using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>All runs of the store: found, sorted, chosen for a comparison.</summary>
public sealed partial class ExperimentsPage(ExperimentListReader reader, TimeProvider time)
{
    private const int MaxDistinctions = 2;

    private static readonly QuickFilter[] QuickFilters =
    [
        new("All", ""),
        new("Under way", "status in (queued, running)"),
        new("Failed", "status = failed"),
        new("This week", "created >= now - 7d"),
    ];

    [SupplyParameterFromQuery(Name = "filter")]
    private string? Filter { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sorting { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "selected")]
    private string? Chosen { get; set; }

    protected override object Asked => Query;

    private ExperimentQuery Query => ExperimentQuery.Of(Filter, Sorting, PageNumber);

    private HashSet<string> Selected => Address.Split(Chosen).ToHashSet(StringComparer.Ordinal);

    private string SelectedText => Selected.Count < CompareQuery.MaxRuns
        ? $"{Selected.Count} selected"
        : $"{Selected.Count} selected, and no more can be compared";

    private string CompareText => Selected.Count < 2 ? "Compare" : $"Compare {Selected.Count}";

    protected override async Task<ExperimentList> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(Query, cancellationToken);
        }
        catch (SearchException wrong)
        {
            // While somebody writes, what was found last stays.
            var last = Model ?? await reader.ReadAsync(Query with { Filter = "" }, cancellationToken);
            return last with { Wrong = wrong.Problem };
        }
    }

    // Everything that the cell may have to cut.
    private static string WhichOf(ExperimentRow row) => string.Join(
        "\n", row.Distinctions.Select(option => $"{option.Option}: {option.Value}").Prepend(row.Run.ShortId)
            .Concat(row.Tags));

    private static string WhyNoGap(ExperimentRow row) => row.Run.Status == RunStatus.Completed
        ? "No gap between supervisor and ceiling is clear on any seed"
        : "Known once the run is completed";

    private TimeSpan? DurationOf(RunRow run) =>
        run.StartedAt is { } started ? (run.FinishedAt ?? time.GetUtcNow()) - started : null;

    private bool IsShown(QuickFilter filter) =>
        string.Equals(Filter?.Trim() ?? "", filter.Search, StringComparison.OrdinalIgnoreCase);

    private void Search(string text) => Navigation.Choose(("filter", text), ("page", null));

    private void Order(SortOrder order) =>
        Navigation.Choose(("sort", order.ToString() is var sort && sort != ExperimentQuery.NewestFirst ? sort : null));

    private void Turn(int page) =>
        Navigation.Choose(("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));

    private void Select(IReadOnlySet<string> ids) =>
        Navigation.ChooseList("selected", Selected, ids);

    private void Unselect() => Navigation.Choose(("selected", null));

    private void Compare() => Navigation.NavigateTo($"/compare?runs={Chosen}");

    private sealed record QuickFilter(string Title, string Search);
}
