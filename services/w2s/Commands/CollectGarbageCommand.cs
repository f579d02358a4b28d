using System.CommandLine;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>gc [--keep ID…]</c>: frees the artifacts that no run, or none of the runs to keep, names.</summary>
internal static class CollectGarbageCommand
{
    public static Command Create()
    {
        var keep = new Option<string[]>("--keep")
        {
            Description = "Keep only what these runs and those in progress need (default: what any run needs)",
            HelpName = "ID",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("gc", "Free the artifacts that no run needs") { keep };
        source.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            await using var runs = source.Open(parsed);
            var collected = await runs.CollectGarbageAsync(parsed.GetValue(keep) ?? [], stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(collected);
            else
                Console.Out.WriteLine(
                    $"{collected.StepsRemoved} steps and {collected.ArtifactsRemoved} artifacts removed, "
                    + $"{Format.Bytes(collected.BytesFreed)} freed");
            return ExitCode.Done;
        });
        return command;
    }
}
