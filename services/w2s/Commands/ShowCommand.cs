using System.CommandLine;
using Spectre.Console;
using WeakToStrong.W2s.Display;

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
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("show", "Show a run: steps, answers, comparison") { id, samples };
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
                WriteText(Terminal.Out, details);
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

    private static void WriteText(IAnsiConsole console, RunDetails details)
    {
        RunTables.WriteRun(console, details.View, details.Losses);
        if (details.Samples is { Rows.Count: > 0 } samples)
            SampleView.Write(console, samples);
        if (details.Report is { } report)
            ComparisonView.Write(console, report.Report, report.Location);
        if (details.Audit is { } audit)
            AuditView.Write(console, audit.Report, audit.Location);
    }
}
