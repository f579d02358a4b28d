using System.CommandLine;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>import FILE</c>: a run from an archive, once all of it is what a trusted key signed.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An archive that 'export' wrote" };
        var key = SharedOptions.PublicKey();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("import", "Take a run from an archive; it is shown as one that was finished here")
        {
            file, key, store, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (trusted, _) = VerifyCommand.KeyOf(parsed.GetValue(key));
            var folder = parsed.GetValue(store);
            await using var session = await StoreSession.OpenAsync(StoreFolder.Resolve(folder), stop);
            var run = await session.Importer.ImportAsync(parsed.GetRequiredValue(file), trusted, stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(run);
            else
                Console.Out.WriteLine(
                    $"{Printable.Of(run.Name)} is here with {run.FileCount} files; "
                    + $"'./w2s show {RunRow.ShortIdOf(run.Id)}{StoreFolder.Hint(folder)}' shows it");
            return ExitCode.Done;
        });
        return command;
    }
}
