using System.CommandLine;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>plan EXPERIMENT.yaml</c>: the steps, which of them the store has, and what the rest costs.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var file = SharedOptions.ExperimentFile();
        var overrides = SharedOptions.Overrides();
        var source = new SourceOptions();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("plan", "Show an experiment's steps, which are cached, and the expected time")
        {
            file, overrides,
        };
        source.AddTo(command);
        command.Add(slots);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            var experiment = new ExperimentInput(
                parsed.GetRequiredValue(file), parsed.GetValue(overrides) ?? []);
            await using var runs = source.Open(parsed);
            var plan = await runs.PlanAsync(experiment, parsed.GetValue(slots), stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(plan);
            else
                PlanTable.Write(Terminal.Out, plan);
            return MemoryAdvice.Of(plan);
        });
        return command;
    }
}
