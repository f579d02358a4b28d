using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>rm ID</c>: forgets runs; their artifacts are freed by <c>gc</c>.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var ids = SharedOptions.Runs();
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("rm", "Remove runs that are not running; 'gc' then frees their artifacts") { ids };
        source.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            await using var runs = source.Open(parsed);
            var removed = new List<Guid>();
            foreach (var idOrName in parsed.GetRequiredValue(ids))
                removed.Add(await runs.RemoveAsync(idOrName, stop));
            if (parsed.GetValue(json))
                JsonOutput.Write(new { Removed = removed });
            else
                Console.Out.WriteLine($"{removed.Count} removed; './w2s gc{runs.Hint}' frees what only they used");
            return ExitCode.Done;
        });
        return command;
    }
}
