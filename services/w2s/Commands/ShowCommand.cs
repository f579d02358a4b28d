using System.CommandLine;
using Spectre.Console;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>show ID</c>: the comparison of a run, its models, some of its answers, and its steps.</summary>
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
        var steps = new Option<bool>("--steps") { Description = "Show every seed's steps, with times and losses" };
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("show", "Show a run: comparison, models, answers, steps") { id, samples, steps };
        source.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            await using var runs = source.Open(parsed);
            var asJson = parsed.GetValue(json);
            var details = await runs.ShowAsync(
                parsed.GetRequiredValue(id), parsed.GetValue(samples), withLosses: !asJson, stop);
            if (asJson)
                WriteJson(details);
            else
                WriteText(Terminal.Out, details, runs, asGroups: !parsed.GetValue(steps));
            if (runs.AdviceOn([details.View.Run]) is { } advice)
                Console.Error.WriteLine($"w2s: {advice}");
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(RunDetails details) =>
        JsonOutput.Write(new
        {
            details.View.Run,
            details.View.DoneSeconds,
            details.View.TotalSeconds,
            details.View.Steps,
            Samples = details.Samples?.Rows ?? [],
            ReportPath = details.Report?.Path,
            details.Report?.Report,
            Audit = details.Audit?.Report,
        });

    private static void WriteText(IAnsiConsole console, RunDetails details, RunSource runs, bool asGroups)
    {
        RunTables.WriteRun(console, details.View.Run);
        if (details.Report is { } report)
            ComparisonView.Write(console, report.Report, report.Location);
        if (details.Audit is { } audit)
            AuditView.Write(console, audit.Report, audit.Location);
        ModelView.Write(console, details.View, runs.LocationOf, ofAllSeeds: !asGroups);
        if (details.Samples is { Rows.Count: > 0 } samples)
            SampleView.Write(console, samples);
        RunTables.WriteSteps(console, details, asGroups);
    }
}
