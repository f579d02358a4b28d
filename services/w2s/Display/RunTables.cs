using Spectre.Console;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Runs as a list, and one run with its steps.</summary>
internal static class RunTables
{
    private const int CurveWidth = 24;

    public static void WriteList(IAnsiConsole console, IReadOnlyList<RunRow> runs)
    {
        var table = new FittedTable(
            new FittedColumn("ID"), FittedColumn.Name("Experiment"), new FittedColumn("Status"),
            new FittedColumn("Steps", Rank: 3), new FittedColumn("Cached", Rank: 4),
            new FittedColumn("Created", Rank: 1), new FittedColumn("Took", Rank: 2));
        foreach (var run in runs)
            table.AddRow(
                run.ShortId, run.Name, new FittedCell(StatusText(run), StyleOf(run.Status)),
                $"{run.CompletedCount}/{run.StepCount}", $"{run.CachedCount}", Format.Moment(run.CreatedAt), Took(run));
        table.Write(console);
    }

    public static void WriteRun(IAnsiConsole console, RunRow run)
    {
        console.MarkupLineInterpolated($"[bold]{run.Name}[/] {run.Id}");
        var took = Took(run) is { Length: > 0 } time ? $", took {time}" : "";
        console.WriteLine(
            $"{StatusText(run)}, created {Format.Moment(run.CreatedAt)}{took}, "
            + $"{run.CompletedCount}/{run.StepCount} steps done, {run.CachedCount} of them cached");
        if (run.Failure is { } failure)
            console.WriteLine(failure, new Style(Color.Red));
    }

    /// <summary>Every step, or one line for those that differ in their seed alone.</summary>
    public static void WriteSteps(IAnsiConsole console, RunDetails details, bool asGroups)
    {
        var view = details.View;
        var groups = StepGroup.Of(view.Steps);
        if (asGroups && groups.Count < view.Steps.Count)
            WriteGroups(console, groups);
        else
            WriteSteps(console, view.Steps, details.Losses);
        foreach (var step in view.Steps.Where(step => step.Failure is not null))
            console.MarkupLineInterpolated($"[red]{step.Name}[/]: {step.Failure}");
    }

    private static void WriteSteps(
        IAnsiConsole console, IReadOnlyList<StepRow> steps, IReadOnlyDictionary<string, MetricSeries> losses)
    {
        var table = new FittedTable(
            FittedColumn.Name("Step"), FittedColumn.Name("Kind", rank: 2), new FittedColumn("State"),
            new FittedColumn("Attempts", Rank: 3), new FittedColumn("Took"), new FittedColumn("Loss", Rank: 1));
        foreach (var step in steps)
            table.AddRow(
                step.Name, step.Kind, State(step), Attempts(step), Took(step),
                losses.TryGetValue(step.Key, out var loss) ? LossCurve.Draw(loss, CurveWidth) : "");
        table.Write(console);
    }

    private static void WriteGroups(IAnsiConsole console, IReadOnlyList<StepGroup> groups)
    {
        var table = new FittedTable(
            FittedColumn.Name("Step"), FittedColumn.Name("Kind", rank: 1), FittedColumn.Number("Seeds"),
            new FittedColumn("State"));
        foreach (var group in groups)
            table.AddRow(group.Name, group.Worst.Kind, $"{group.Steps.Count}", State(group.Worst));
        table.Write(console);
        console.WriteLine("--steps shows each seed's, with times and losses", new Style(Color.Grey));
    }

    private static string StatusText(RunRow run)
    {
        var word = ShownStatuses.Of(run.Status, run.IsHeld).Word();
        return run.ImportedAt is null ? word : $"{word} (imported)";
    }

    private static Style StyleOf(RunStatus status) => status switch
    {
        RunStatus.Completed => new Style(Color.Green),
        RunStatus.Failed => new Style(Color.Red),
        RunStatus.Running => new Style(Color.Blue),
        _ => Style.Plain,
    };

    private static FittedCell State(StepRow step) => step switch
    {
        { IsCached: true } => new FittedCell("cached", new Style(Color.Green)),
        { Status: StepStatus.Completed } => new FittedCell("completed", new Style(Color.Green)),
        { Status: StepStatus.Failed } => new FittedCell("failed", new Style(Color.Red)),
        { Status: StepStatus.Running, LastAttempt: { TotalCount: > 0 } attempt } =>
            new FittedCell($"{attempt.DoneCount}/{attempt.TotalCount} {attempt.Unit}", new Style(Color.Blue)),
        _ => Format.Word(step.Status),
    };

    private static string Attempts(StepRow step) =>
        step.IsCached || step.AttemptCount == 0 ? "" : $"{step.AttemptCount}";

    private static string Took(RunRow run) =>
        run is { StartedAt: { } start, FinishedAt: { } end } ? Format.Duration(end - start) : "";

    private static string Took(StepRow step) =>
        step is { IsCached: false, LastAttempt: { StartedAt: { } start, EndedAt: { } end } }
            ? Format.Duration(end - start)
            : "";
}
