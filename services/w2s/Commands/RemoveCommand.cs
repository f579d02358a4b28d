using System.CommandLine;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>rm ID</c>: forgets runs; their artifacts are freed by <c>gc</c>.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var ids = SharedOptions.Runs();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("rm", "Remove runs that are not running; 'gc' then frees their artifacts")
        {
            ids, store, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await StoreSession.OpenAsync(StoreFolder.Resolve(parsed.GetValue(store)), stop);
            var removed = new List<Guid>();
            foreach (var idOrName in parsed.GetRequiredValue(ids))
            {
                var id = await session.Queries.FindAsync(idOrName, stop);
                await session.Commands.RemoveAsync(id, stop);
                removed.Add(id);
            }
            if (parsed.GetValue(json))
                JsonOutput.Write(new { Removed = removed });
            else
                Console.Out.WriteLine($"{removed.Count} removed; './w2s gc' frees what only they used");
            return ExitCode.Done;
        });
        return command;
    }
}
