using Spectre.Console;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>The steps of a plan and what they cost.</summary>
internal static class PlanTable
{
    public static void Write(IAnsiConsole console, PlanView plan)
    {
        var table = Tables.Make("Step", "Kind", "Where", "Cost", "Memory", "Cached");
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();
        foreach (var step in plan.Steps)
            table.AddRow(
                new Text(step.Name), new Text(step.Kind), new Text(Format.Word(step.Host)),
                new Text(Format.Seconds(step.CostSeconds)), new Text(Memory(step)),
                step.IsCached ? new Markup("[green]yes[/]") : new Text("no"));
        console.Write(table);
        var counts = $"{plan.Steps.Count} steps, {plan.CachedCount} cached";
        console.MarkupLineInterpolated(
            $"{counts}; about [bold]{Minutes(plan.ExpectedSeconds)}[/] on {plan.Slots} slots");
    }

    // Usual, and at most: how long samples are shows only when they are there.
    private static string Memory(PlanStepView step) => step.Memory is { } usual
        ? $"{Format.Bytes(usual.Total)} – {Format.Bytes(step.MemoryAtMost!.Total)}"
        : "";

    private static string Minutes(double seconds) =>
        FormattableString.Invariant($"{seconds / 60:0.0} minutes");
}
