using Spectre.Console;
using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.W2s.Display;

/// <summary>The steps of a plan and what they cost.</summary>
internal static class PlanTable
{
    public static void Write(
        IAnsiConsole console, ExperimentPlan plan, IReadOnlySet<string> cached, double seconds, int slots)
    {
        var table = Tables.Make("Step", "Kind", "Where", "Cost", "Cached");
        table.Columns[3].RightAligned();
        foreach (var step in plan.Steps)
            table.AddRow(
                new Text(step.Name), new Text(step.Spec.Kind), new Text(Format.Word(step.Host)),
                new Text(Format.Seconds(step.CostSeconds)),
                cached.Contains(step.Key) ? new Markup("[green]yes[/]") : new Text("no"));
        console.Write(table);
        console.MarkupLineInterpolated(
            $"{plan.Steps.Count} steps, {cached.Count} cached; about [bold]{Minutes(seconds)}[/] on {slots} slots");
    }

    private static string Minutes(double seconds) =>
        FormattableString.Invariant($"{seconds / 60:0.0} minutes");
}
