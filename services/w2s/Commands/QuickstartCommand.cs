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
        command.SetAction((parsed, _) => new ExperimentLaunch
        {
            File = ExperimentFile(),
            Overrides = [],
            Store = StoreFolder.Resolve(parsed.GetValue(store)),
            Slots = parsed.GetValue(slots),
            Json = parsed.GetValue(json),
        }.ExecuteAsync());
        return command;
    }

    /// <summary>The repository's own file when the script started us, else the copy beside the binary.</summary>
    private static string ExperimentFile()
    {
        var root = Environment.GetEnvironmentVariable("W2S_ROOT");
        var inRepository = root is null ? null : Path.Combine(root, RelativePath);
        return File.Exists(inRepository) ? inRepository : Path.Combine(AppContext.BaseDirectory, RelativePath);
    }
}
