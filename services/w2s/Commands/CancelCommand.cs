using System.CommandLine;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>cancel ID</c>: running steps stop at their next boundary; what is finished stays in the store.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("cancel", "Stop a run; 'retry' goes on with it") { id };
        source.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            await using var runs = source.Open(parsed);
            var run = await runs.CancelAsync(parsed.GetRequiredValue(id), stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(run);
            else
                Console.Out.WriteLine(
                    $"{run.ShortId} {Printable.Of(run.Name)} is cancelled; "
                    + $"'./w2s retry {run.ShortId}{runs.Hint}' goes on with it");
            return ExitCode.Done;
        });
        return command;
    }
}
