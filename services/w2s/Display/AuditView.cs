using Spectre.Console;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.W2s.Display;

/// <summary>What an audit did and found: its steps, what differs, and what its verdict does not say.</summary>
internal static class AuditView
{
    public static void Write(IAnsiConsole console, AuditReport report, string location)
    {
        console.MarkupLineInterpolated($"[bold]{report.Name}[/] audit {report.Id} of run {report.Subject}");
        WriteSteps(console, report.Steps);
        WriteFindings(console, report.Steps);
        WriteDivergence(console, report);
        WriteEnvironment(console, report.Environment);
        console.WriteLine(FiguresOf(report));
        console.WriteLine($"{VerdictOf(report)}: {report.Summary}", StyleOf(report.Verdict));
        foreach (var limit in report.Limits)
            console.WriteLine($"  {limit}", new Style(Color.Grey));
        console.WriteLine($"report: {location}");
    }

    private static void WriteSteps(IAnsiConsole console, IReadOnlyList<AuditedStep> steps)
    {
        var table = new FittedTable(
            FittedColumn.Name("Step"), new FittedColumn("Level", Rank: 3), new FittedColumn("Verdict"),
            FittedColumn.Sentence("Checked", rank: 2), new FittedColumn("Findings", Rank: 1));
        foreach (var step in steps)
            table.AddRow(
                step.Name,
                AuditWords.Of(step.Level),
                new FittedCell(AuditWords.Of(step.Verdict), StyleOf(step.Verdict)),
                step.Checked,
                step.Findings.Count == 0 ? "" : $"{step.Findings.Count}");
        table.Write(console);
    }

    private static void WriteFindings(IAnsiConsole console, IReadOnlyList<AuditedStep> steps)
    {
        foreach (var step in steps)
            foreach (var finding in step.Findings)
                console.MarkupLineInterpolated($"[red]{step.Name}[/]: {AuditWords.Of(finding.Kind)}: {finding.Text}");
    }

    private static void WriteDivergence(IAnsiConsole console, AuditReport report)
    {
        if (FirstDivergenceText.Find(report) is not { } first)
            return;
        var divergence = first.Divergence;
        console.WriteLine($"first divergence: {FirstDivergenceText.Of(first.Step, divergence)}");
        console.WriteLine(
            $"  entry {divergence.Entry} of {divergence.EntryCount} in the ledger, found with {divergence.LookUps} "
            + "look-ups");
        if (divergence.DifferentCount is { } count)
            console.WriteLine($"  {count} weights differ {divergence.ComparedAt}");
        if (divergence.Rows.Count > 0)
            console.WriteLine($"  rows of the batch: {string.Join(", ", divergence.Rows)}");
        console.WriteLine($"  likely cause: {divergence.LikelyCause}");
    }

    private static void WriteEnvironment(IAnsiConsole console, IReadOnlyList<EnvironmentDifference> differences)
    {
        if (differences.Count == 0)
            return;
        var table = new FittedTable(
            FittedColumn.Name("Environment"), FittedColumn.Sentence("Recorded"), FittedColumn.Sentence("Found"));
        foreach (var difference in differences)
            table.AddRow(difference.Name, difference.Recorded ?? "not there", difference.Found ?? "not there");
        table.Write(console);
    }

    private static string FiguresOf(AuditReport report)
    {
        var figures = report.Figures;
        return $"{figures.StepCount} steps, {figures.ArtifactCount} artifacts ({Format.Bytes(figures.ByteCount)}), "
            + $"{figures.LabelCount} labels, {figures.UpdateCount} updates, {Format.Seconds(figures.Seconds)} of work";
    }

    /// <summary>Equality of bits and equality within a tolerance are never called the same.</summary>
    private static string VerdictOf(AuditReport report) => report switch
    {
        { Verdict: AuditVerdict.WithinTolerance, Tolerance: { } tolerance } =>
            FormattableString.Invariant(
                $"within tolerance {tolerance} ({AuditWords.Of(report.Level)}), not bit for bit"),
        _ => $"{AuditWords.Of(report.Verdict)} ({AuditWords.Of(report.Level)})",
    };

    private static Style StyleOf(AuditVerdict verdict) => new(verdict switch
    {
        AuditVerdict.Reproduced => Color.Green,
        AuditVerdict.Diverged => Color.Red,
        _ => Color.Yellow,
    });
}
