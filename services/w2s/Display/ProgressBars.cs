using Spectre.Console;
using Spectre.Console.Rendering;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>One line for the run and one for each running step: bar, count, rate, time left.</summary>
internal static class ProgressBars
{
    private const int BarWidth = 30;

    public static IRenderable Draw(RunView view, ProgressMeter meter)
    {
        var running = meter.Observe(view);
        var grid = new Grid();
        for (var i = 0; i < 5; i++)
            grid.AddColumn(new GridColumn().NoWrap());
        grid.AddRow(
            new Text(view.Run.Name, new Style(decoration: Decoration.Bold)),
            Bar(view.TotalSeconds > 0 ? view.DoneSeconds / view.TotalSeconds : 0, "green"),
            new Text($"{view.Run.CompletedCount}/{view.Run.StepCount} steps"),
            new Text(Format.Duration(meter.Elapsed)),
            new Text(Left(meter.Left(view))));
        foreach (var pace in running)
            grid.AddRow(Row(pace));
        return grid;
    }

    private static IRenderable[] Row(StepPace pace) =>
        pace.Step.LastAttempt is { TotalCount: > 0 } attempt
            ?
            [
                new Text("  " + pace.Step.Name),
                Bar((double)attempt.DoneCount / attempt.TotalCount, "blue"),
                new Text($"{attempt.DoneCount}/{attempt.TotalCount} {attempt.Unit}"),
                new Text(pace.PerSecond is { } rate ? Format.Rate(rate) : ""),
                new Text(Left(pace.Left)),
            ]
            : [new Text("  " + pace.Step.Name), Bar(0, "blue"), new Text("starting"), new Text(""), new Text("")];

    private static Markup Bar(double share, string color)
    {
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return new Markup($"[{color}]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]");
    }

    private static string Left(TimeSpan? left) => left is { Ticks: > 0 } time ? $"{Format.Duration(time)} left" : "";
}
