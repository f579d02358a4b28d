using System.CommandLine;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>cancel ID</c>: running steps stop at their next boundary; what is finished stays in the store.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("cancel", "Stop a run; 'retry' goes on with it") { id, store, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await StoreSession.OpenAsync(StoreFolder.Resolve(parsed.GetValue(store)), stop);
            var runId = await session.Queries.FindAsync(parsed.GetRequiredValue(id), stop);
            await session.Commands.CancelAsync(runId, stop);
            var run = (await session.Queries.ShowAsync(runId, stop)).Run;
            if (parsed.GetValue(json))
                JsonOutput.Write(run);
            else
                Console.Out.WriteLine(
                    $"{run.ShortId} {run.Name} is cancelled; './w2s retry {run.ShortId}' goes on with it");
            return ExitCode.Done;
        });
        return command;
    }
}
