using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>run EXPERIMENT.yaml [key=value …]</c>: executes an experiment and prints its comparison.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = SharedOptions.ExperimentFile();
        var overrides = SharedOptions.Overrides();
        var source = new SourceOptions();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("run", "Run an experiment and print the comparison") { file, overrides };
        source.AddTo(command);
        command.Add(slots);
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var experiment = new ExperimentInput(
                parsed.GetRequiredValue(file), parsed.GetValue(overrides) ?? []);
            await using var runs = source.Open(parsed);
            var ended = await runs.RunAsync(experiment, parsed.GetValue(slots));
            return RunConclusion.Write(ended, parsed.GetValue(json), runs.Hint);
        });
        return command;
    }
}
