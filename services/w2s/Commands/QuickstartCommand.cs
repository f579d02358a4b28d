using System.CommandLine;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>quickstart</c>: the experiment that comes with the product, from nothing to a comparison.</summary>
internal static class QuickstartCommand
{
    private const string RelativePath = "experiments/quickstart/experiment.yaml";

    public static Command Create()
    {
        var store = SharedOptions.Store();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("quickstart", "Run experiments/quickstart and print the comparison")
        {
            store, slots, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var folder = parsed.GetValue(store);
            await using var runs = new EmbeddedSource(StoreFolder.Resolve(folder), StoreFolder.Hint(folder));
            var ended = await runs.RunAsync(new ExperimentInput(ExperimentFile(), []), parsed.GetValue(slots));
            return RunConclusion.Write(ended, parsed.GetValue(json), runs.Hint);
        });
        return command;
    }

    /// <summary>The repository's own file when the script started us, else the copy beside the binary.</summary>
    public static string ExperimentFile()
    {
        var root = Environment.GetEnvironmentVariable("W2S_ROOT");
        var inRepository = root is null ? null : Path.Combine(root, RelativePath);
        return File.Exists(inRepository) ? inRepository : Path.Combine(AppContext.BaseDirectory, RelativePath);
    }
}
