using Spectre.Console;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>The steps of a plan and what they cost.</summary>
internal static class PlanTable
{
    public static void Write(IAnsiConsole console, PlanView plan)
    {
        var table = new FittedTable(
            FittedColumn.Name("Step"), FittedColumn.Name("Kind", rank: 2), new FittedColumn("Where", Rank: 3),
            FittedColumn.Number("Cost"), FittedColumn.Number("Memory", rank: 1), new FittedColumn("Cached"));
        foreach (var step in plan.Steps)
            table.AddRow(
                step.Name, step.Kind, Format.Word(step.Host), Format.Seconds(step.CostSeconds), Memory(step),
                step.IsCached ? new FittedCell("yes", new Style(Color.Green)) : "no");
        table.Write(console);
        console.WriteLine(Total(plan));
    }

    private static string Total(PlanView plan)
    {
        var counts = $"{plan.Steps.Count} steps, {plan.CachedCount} cached";
        return plan.CachedCount == plan.Steps.Count
            ? $"{counts}; nothing to compute"
            : $"{counts}; about {Format.Seconds(plan.ExpectedSeconds)} on {plan.Slots} slots";
    }

    // Usual, and at most: how long samples are shows only when they are there.
    private static string Memory(PlanStepView step) => step.Memory is { } usual
        ? $"{Format.Bytes(usual.Total)} – {Format.Bytes(step.MemoryAtMost!.Total)}"
        : "";
}
