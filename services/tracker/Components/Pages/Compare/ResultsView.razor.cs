using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Systems and measures in one table; any of them can be pinned.</summary>
public sealed partial class ResultsView(NavigationManager navigation)
{
    [Parameter, EditorRequired]
    public required ResultsModel Model { get; set; }

    [Parameter, EditorRequired]
    public required CompareQuery Query { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<RunTitle> Runs { get; set; }

    private static string TitleOf(Measure measure) =>
        measure == Measure.Pgr ? "PGR" : char.ToUpperInvariant(measure.Name[0]) + measure.Name[1..];

    private static ColumnRank RankOf(Measure measure) =>
        measure == Measure.Quality ? ColumnRank.First : ColumnRank.Second;

    private static string WhyNone(Measure measure) => measure == Measure.Pgr
        ? "No seed has a gap between supervisor and ceiling that is told from chance"
        : "Not measured";

    private string PinLabel(ResultRow row)
    {
        var title = SystemTitle.Of(row.System);
        var name = Runs.Count == 1 ? title : $"{title} of {Runs[row.Run].Label}";
        return row.IsBaseline ? $"Unpin {name}" : $"Pin {name} as baseline";
    }

    private void Pin(ResultRow row) => navigation.Choose(("baseline", row.IsBaseline ? null : row.Id));

    private void Unpin() => navigation.Choose(("baseline", null));

    private void Order(SortOrder order) => navigation.Choose(("sort", order.ToString()), ("page", null));

    private void Turn(int page) =>
        navigation.Choose(("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));
}
