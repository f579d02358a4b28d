using Spectre.Console;
using Spectre.Console.Rendering;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>One line for the run and one for each running step: bar, count, rate, time left.</summary>
internal static class ProgressBars
{
    private const int BarWidth = 30;
    private const int LeastBar = 6;
    private const int LeastName = 12;
    private const int Gap = 2;

    public static IRenderable Draw(RunView view, ProgressMeter meter, int width)
    {
        var running = meter.Observe(view);
        Line[] lines = [Whole(view, meter), .. running.Select(Row)];
        var widths = ColumnFit.Share(Needs(lines), width - 1, Gap);
        var grid = new Grid();
        foreach (var column in widths.OfType<int>())
            grid.AddColumn(new GridColumn { Width = column, Padding = new Padding(0, 0, Gap, 0), NoWrap = true });
        foreach (var line in lines)
            grid.AddRow([.. Cells(line, widths)]);
        return grid;
    }

    private static Line Whole(RunView view, ProgressMeter meter) => new(
        view.Run.Name,
        view.TotalSeconds > 0 ? view.DoneSeconds / view.TotalSeconds : 0,
        $"{view.Run.CompletedCount}/{view.Run.StepCount} steps",
        Format.Duration(meter.Elapsed),
        Left(meter.Left(view)),
        Color.Green);

    private static Line Row(StepPace pace) =>
        pace.Step.LastAttempt is { TotalCount: > 0 } attempt
            ? new Line(
                "  " + pace.Step.Name,
                (double)attempt.DoneCount / attempt.TotalCount,
                $"{attempt.DoneCount}/{attempt.TotalCount} {attempt.Unit}",
                pace.PerSecond is { } rate ? Format.Rate(rate) : "",
                Left(pace.Left),
                Color.Blue)
            : new Line("  " + pace.Step.Name, 0, "starting", "", "", Color.Blue);

    private static ColumnNeed[] Needs(Line[] lines)
    {
        var name = lines.Max(line => line.Name.GetCellWidth());
        return
        [
            new ColumnNeed(name, Math.Min(name, LeastName), Rank: 0),
            new ColumnNeed(BarWidth, LeastBar, Rank: 2),
            Unbroken(lines, line => line.Count, rank: 0),
            Unbroken(lines, line => line.Speed, rank: 3),
            Unbroken(lines, line => line.Left, rank: 1),
        ];
    }

    private static ColumnNeed Unbroken(Line[] lines, Func<Line, string> textOf, int rank)
    {
        var width = lines.Max(line => textOf(line).GetCellWidth());
        return new ColumnNeed(width, width, rank);
    }

    private static IEnumerable<IRenderable> Cells(Line line, IReadOnlyList<int?> widths)
    {
        if (widths[0] is { } name)
            yield return new Text(Shortened.Of(line.Name, name));
        if (widths[1] is { } bar)
            yield return Bar(line.Share, bar, line.Color);
        foreach (var (text, width) in new[] { line.Count, line.Speed, line.Left }.Zip(widths.Skip(2)))
            if (width is not null)
                yield return new Text(text);
    }

    private static Paragraph Bar(double share, int width, Color color)
    {
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new Paragraph(new string('━', filled), new Style(color))
            .Append(new string('━', width - filled), new Style(Color.Grey));
    }

    private static string Left(TimeSpan? left) => left is { Ticks: > 0 } time ? $"{Format.Duration(time)} left" : "";

    private sealed record Line(string Name, double Share, string Count, string Speed, string Left, Color Color);
}
