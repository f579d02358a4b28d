using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s;

/// <summary>Says how a run ended, and returns what the process says to the shell.</summary>
internal static class RunConclusion
{
    public static int Write(EndedRun run, bool asJson, string hint)
    {
        if (run.Audit is { } audit)
            return AuditConclusion.Write(audit, asJson);
        if (asJson)
            JsonOutput.Write(Document(run));
        else if (run.Report is { } report)
            ComparisonView.Write(Terminal.Out, report.Report, report.Location);
        return run.Report is not null ? ExitCode.Done : ReportFailure(run.View, hint);
    }

    /// <summary>The report's own members, with the run's beside them.</summary>
    private static JsonObject Document(EndedRun run)
    {
        var document = new JsonObject
        {
            ["id"] = run.View.Run.Id.ToString(),
            ["status"] = JsonOutput.Node(run.View.Run.Status),
            ["failure"] = run.View.Run.Failure,
            ["reportPath"] = run.Report?.Path,
        };
        if (run.Report is { } report)
            foreach (var (name, value) in JsonNode.Parse(ReportFile.Serialize(report.Report))!.AsObject())
                document[name] = value?.DeepClone();
        return document;
    }

    private static int ReportFailure(RunView view, string hint)
    {
        var failed = view.Steps.Where(step => step.Status == StepStatus.Failed).ToArray();
        foreach (var cause in failed.GroupBy(step => Failures.OneLine(step.Failure)))
            Console.Error.WriteLine($"w2s: {NamesOf([.. cause])}: {cause.Key}");
        if (failed.Length == 0)
            Console.Error.WriteLine($"w2s: the run is {Outcome(view.Run)}");
        Console.Error.WriteLine($"w2s: './w2s retry {view.Run.ShortId}{hint}' tries again; what is finished is kept");
        return Failures.CodeOf(failed.FirstOrDefault()?.LastAttempt?.Reason);
    }

    private static string NamesOf(IReadOnlyList<StepRow> steps) =>
        steps.Count == 1 ? steps[0].Name : $"{steps[0].Name} and {steps.Count - 1} more";

    private static string Outcome(RunRow run) =>
        run.Failure is null ? Format.Word(run.Status) : $"{Format.Word(run.Status)}: {Failures.OneLine(run.Failure)}";
}
