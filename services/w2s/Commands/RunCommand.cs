using System.CommandLine;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>run EXPERIMENT.yaml [key=value …]</c>: executes an experiment here and prints its comparison.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = SharedOptions.ExperimentFile();
        var overrides = SharedOptions.Overrides();
        var store = SharedOptions.Store();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("run", "Run an experiment and print the comparison")
        {
            file, overrides, store, slots, json,
        };
        command.SetAction((parsed, _) => new ExperimentLaunch
        {
            File = parsed.GetRequiredValue(file),
            Overrides = parsed.GetValue(overrides) ?? [],
            Store = StoreFolder.Resolve(parsed.GetValue(store)),
            Slots = parsed.GetValue(slots),
            Json = parsed.GetValue(json),
        }.ExecuteAsync());
        return command;
    }
}
