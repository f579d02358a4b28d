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
        var table = Tables.Make("ID", "Experiment", "Status", "Steps", "Cached", "Created", "Took");
        foreach (var run in runs)
            table.AddRow(
                new Text(run.ShortId),
                new Text(run.Name),
                Status(run),
                new Text($"{run.CompletedCount}/{run.StepCount}"),
                new Text($"{run.CachedCount}"),
                new Text(Format.Moment(run.CreatedAt)),
                new Text(Took(run)));
        console.Write(table);
    }

    public static void WriteRun(IAnsiConsole console, RunView view, IReadOnlyDictionary<string, MetricSeries> losses)
    {
        var run = view.Run;
        console.MarkupLineInterpolated($"[bold]{run.Name}[/] {run.Id}");
        var took = Took(run) is { Length: > 0 } time ? $", took {time}" : "";
        console.WriteLine(
            $"{StatusText(run)}, created {Format.Moment(run.CreatedAt)}{took}, "
            + $"{run.CompletedCount}/{run.StepCount} steps done, {run.CachedCount} of them cached");
        if (run.Failure is { } failure)
            console.WriteLine(failure, new Style(Color.Red));

        var table = Tables.Make("Step", "Kind", "State", "Attempts", "Took", "Loss");
        foreach (var step in view.Steps)
            table.AddRow(
                new Text(step.Name), new Text(step.Kind), State(step), new Text(Attempts(step)), new Text(Took(step)),
                new Text(losses.TryGetValue(step.Key, out var loss) ? LossCurve.Draw(loss, CurveWidth) : ""));
        console.Write(table);
        foreach (var step in view.Steps.Where(step => step.Failure is not null))
            console.MarkupLineInterpolated($"[red]{step.Name}[/]: {step.Failure}");
    }

    private static Text Status(RunRow run) => new(StatusText(run), StyleOf(run.Status));

    private static string StatusText(RunRow run) => run switch
    {
        { IsHeld: true } => "interrupted",
        { ImportedAt: not null } => $"{Format.Word(run.Status)} (imported)",
        _ => Format.Word(run.Status),
    };

    private static Style StyleOf(RunStatus status) => status switch
    {
        RunStatus.Completed => new Style(Color.Green),
        RunStatus.Failed => new Style(Color.Red),
        RunStatus.Running => new Style(Color.Blue),
        _ => Style.Plain,
    };

    private static Text State(StepRow step) => step switch
    {
        { IsCached: true } => new Text("cached", new Style(Color.Green)),
        { Status: StepStatus.Completed } => new Text("completed", new Style(Color.Green)),
        { Status: StepStatus.Failed } => new Text("failed", new Style(Color.Red)),
        { Status: StepStatus.Running, LastAttempt: { TotalCount: > 0 } attempt } =>
            new Text($"{attempt.DoneCount}/{attempt.TotalCount} {attempt.Unit}", new Style(Color.Blue)),
        _ => new Text(Format.Word(step.Status)),
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
