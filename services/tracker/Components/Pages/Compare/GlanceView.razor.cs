using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>SFT against DPO against RLHF in four pictures.</summary>
public sealed partial class GlanceView(NavigationManager navigation)
{
    private const string NoResults = "No results yet: they come with a run's report";
    private const string NoGaps = "No method has a gap to recover that is told from chance";
    private const int ManyRows = 9;
    private const int VeryManyRows = 15;

    private readonly ChartAxis _quality = new() { Label = "quality", Min = 0, Max = 1 };
    private readonly ChartAxis _helpfulness = new() { Label = "helpfulness", Max = 1 };
    private readonly ChartAxis _harmlessness = new() { Label = "harmlessness", Max = 1 };

    private readonly Choice<string>[] _measures =
    [
        .. Measure.All.Where(measure => measure != Measure.Pgr)
            .Select(measure => new Choice<string>(measure.Name, measure.Name)),
    ];

    [Parameter, EditorRequired]
    public required GlanceModel Model { get; set; }

    [Parameter, EditorRequired]
    public required CompareQuery Query { get; set; }

    [Parameter, EditorRequired]
    public required int RunCount { get; set; }

    private ChartSize Size => Model.Rows.Count switch
    {
        > VeryManyRows => ChartSize.Tallest,
        > ManyRows => ChartSize.Tall,
        _ => ChartSize.Usual,
    };

    private IReadOnlyList<IntervalBar> Qualities => [.. Model.Rows.Select(row => BarOf(row, row.Quality))];

    private IReadOnlyList<IntervalBar> Gaps =>
    [
        .. Model.Rows.Where(row => row.Pgr is not null && SystemNames.IsMethod(row.System))
            .Select(row => BarOf(row, row.Pgr!)),
    ];

    /// <summary>As people call them; the file has them as reports do.</summary>
    private IReadOnlyList<string> Contenders => [.. Model.Wins.Names.Select(SystemTitle.Of)];

    private IReadOnlyList<IntervalPoint> Points => [.. Model.Rows.Select(PointOf)];

    private static IntervalBar BarOf(GlanceRow row, MeanInterval value) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Group = row.Tag is null ? null : SystemTitle.Of(row.System),
        Label = row.Tag,
        Color = row.Color,
        Value = value.Mean,
        Low = value.Low,
        High = value.High,
        Note = NoteOf(row, value),
    };

    private static IntervalPoint PointOf(GlanceRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Group = SystemTitle.Of(row.System),
        Label = row.Tag,
        Color = row.Color,
        X = row.Harmlessness.Mean,
        XLow = row.Harmlessness.Low,
        XHigh = row.Harmlessness.High,
        Y = row.Helpfulness.Mean,
        YLow = row.Helpfulness.Low,
        YHigh = row.Helpfulness.High,
        Note = row.IsOnFront ? "none is better in both" : row.Note,
    };

    private static string NoteOf(GlanceRow row, MeanInterval value)
    {
        var seeds = value.N == 1 ? "1 seed" : $"{value.N} seeds";
        return row.Note is null ? seeds : $"{seeds} {row.Note}";
    }

    private HeatCell? CellAt(int row, int column) => Model.Wins.Cells[row][column] is not { } cell
        ? null
        : new HeatCell(
            cell.Rate.Mean, WordsOf(cell, Model.Wins.Names[row], Model.Wins.Names[column]), cell.IsSignificant);

    private static string WordsOf(WinView cell, string name, string against)
    {
        var interval = cell.Rate is { Low: { } low, High: { } high }
            ? $" 95 % interval over {(cell.IsOverSeeds ? "seeds" : "questions")}: "
                + $"[{Numbers.Decimals(low, 2)}, {Numbers.Decimals(high, 2)}]."
            : "";
        return $"{SystemTitle.Of(name)} against {SystemTitle.Of(against)}: "
            + $"{cell.Wins} wins, {cell.Losses} losses, {cell.Ties} ties.{interval}";
    }

    private void TakeTogether(bool isTogether) => navigation.Choose(("together", isTogether ? "yes" : "no"));

    private void JudgeBy(string measure) =>
        navigation.Choose(("wins", measure == Measure.Quality.Name ? null : measure));
}
