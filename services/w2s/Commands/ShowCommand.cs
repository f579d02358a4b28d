using System.CommandLine;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>show ID</c>: the steps of a run, some of its answers, and its comparison.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var samples = SharedOptions.WithRange(0, 10_000, new Option<int>("--samples")
        {
            Description = "How many test questions to show with every system's answer",
            HelpName = "N",
            DefaultValueFactory = _ => 3,
        });
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("show", "Show a run: steps, answers, comparison") { id, samples, store, json };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = StoreFolder.Resolve(parsed.GetValue(store));
            await using var session = await StoreSession.OpenAsync(folder, stop);
            var details = await RunDetails.LoadAsync(
                session, parsed.GetRequiredValue(id), parsed.GetValue(samples), stop);
            if (parsed.GetValue(json))
                details.WriteJson();
            else
                details.WriteText(Terminal.Out);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>All that is shown of one run.</summary>
    private sealed record RunDetails
    {
        public required RunView View { get; init; }

        public required IReadOnlyDictionary<string, MetricSeries> Losses { get; init; }

        public required AnswerSamples? Samples { get; init; }

        public required Report? Report { get; init; }

        public required string ReportPath { get; init; }

        public static async Task<RunDetails> LoadAsync(
            StoreSession session, string idOrName, int sampleCount, CancellationToken stop)
        {
            var id = await session.Queries.FindAsync(idOrName, stop);
            var view = await session.Queries.ShowAsync(id, stop);
            var losses = new Dictionary<string, MetricSeries>(StringComparer.Ordinal);
            foreach (var step in view.Steps)
                if (LossCurve.Pick(await session.Queries.MetricsAsync(step.Key, stop)) is { } loss)
                    losses.Add(step.Key, loss);
            var path = session.Queries.ReportPath(id);
            return new RunDetails
            {
                View = view,
                Losses = losses,
                Samples = AnswerSamples.Read(session.Store, view.ReportStepKey, sampleCount),
                Report = File.Exists(path) ? ReportFile.Read(path) : null,
                ReportPath = path,
            };
        }

        public void WriteJson() =>
            JsonOutput.Write(new
            {
                View.Run,
                View.DoneSeconds,
                View.TotalSeconds,
                View.Steps,
                Samples = Samples?.Rows ?? [],
                ReportPath = Report is null ? null : ReportPath,
                Report,
            });

        public void WriteText(Spectre.Console.IAnsiConsole console)
        {
            RunTables.WriteRun(console, View, Losses);
            if (Samples is not null)
                SampleView.Write(console, Samples);
            if (Report is not null)
                ComparisonView.Write(console, Report, ReportPath);
        }
    }
}
