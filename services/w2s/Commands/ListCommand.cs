using System.CommandLine;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>list</c>: every run of the store, newest first.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("list", "List the runs, newest first") { store, json };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = StoreFolder.Resolve(parsed.GetValue(store));
            await using var session = await StoreSession.OpenAsync(folder, stop);
            var runs = await session.Queries.ListAsync(stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(runs);
            else
                RunTables.WriteList(Terminal.Out, runs, folder);
            return ExitCode.Done;
        });
        return command;
    }
}
