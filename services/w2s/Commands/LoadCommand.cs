using System.CommandLine;
using WeakToStrong.W2s.Bench.Load;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>bench load</c>: the tracker on a Postgres that holds a great many runs.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var experiments = SharedOptions.Number("--experiments", "Experiments in the database", 1, 1000, 50);
        var runs = SharedOptions.Number("--runs", "Runs of each experiment", 1, 100_000, 1500);
        var series = SharedOptions.Number("--series", "Metrics of each run", 1, 1000, 150);
        var points = SharedOptions.Number("--points", "Points of each metric", 1, 100_000, 150);
        var seconds = SharedOptions.Number("--seconds", "How long points are written", 1, 3600, 30);
        var minutes = SharedOptions.Number("--page-minutes", "How long ten pages stay open in a browser", 0, 600, 0);
        var steps = SharedOptions.Number("--steps", "Steps that are ready at once", 1, 100_000, 1000);
        var requests = SharedOptions.Number("--requests", "Requests of each kind", 20, 10_000, 200);
        var json = SharedOptions.Json();
        var command = new Command("load", "Measure the tracker on a Postgres that holds a great many runs")
        {
            experiments, runs, series, points, seconds, minutes, steps, requests, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            var report = await new LoadBenchmark(new LoadOptions
            {
                Experiments = parsed.GetValue(experiments),
                Runs = parsed.GetValue(runs),
                Series = parsed.GetValue(series),
                Points = parsed.GetValue(points),
                IngestTime = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                PageTime = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Steps = parsed.GetValue(steps),
                Requests = parsed.GetValue(requests),
            }).RunAsync(interruption.Token);
            if (parsed.GetValue(json))
                JsonOutput.Write(report);
            else
                LoadView.Write(Terminal.Out, report);
            return ExitCode.Done;
        });
        return command;
    }
}
