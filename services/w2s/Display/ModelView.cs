using Spectre.Console;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Where the tuned models of a run are, for commands that want a model.</summary>
internal static class ModelView
{
    private const string Output = "model";

    public static void Write(IAnsiConsole console, RunView view, Func<string, string?> locationOf, bool ofAllSeeds)
    {
        var models = view.Steps.Where(IsTuned)
            .Select(step => (step.Name, Location: locationOf(step.Outputs[Output])))
            .Where(model => model.Location is not null).ToArray();
        var shown = ofAllSeeds ? models : [.. models.DistinctBy(model => SeedStep.Of(model.Name).Step)];
        var width = shown.Select(model => model.Name.Length).Append(0).Max();
        if (shown.Length > 0)
            console.MarkupLine("[bold]Models[/]");
        // Whole, however wide the terminal is: paths are there to be copied.
        foreach (var (name, location) in shown)
            console.Profile.Out.Writer.WriteLine($"  {name.PadRight(width)}  {location}");
        if (shown.Length < models.Length)
            console.WriteLine("  --steps shows those of the other seeds", new Style(Color.Grey));
        if (shown.Length > 0)
            console.WriteLine();
    }

    /// <summary>What is compared: no model that another begins with, and no reward model.</summary>
    private static bool IsTuned(StepRow step) =>
        step.Outputs.ContainsKey(Output) && step.Kind != PretrainStep.Kind
        && SeedStep.Of(step.Name) is { Seed: not null, Step: var system } && !system.Contains('/');
}
