using System.CommandLine;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Files;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>export ID -o FILE</c>: a finished run as one signed archive, for another machine.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The archive, a .tar.gz; what lies there is replaced",
            HelpName = "FILE",
            Required = true,
        };
        var data = new Option<bool>("--data")
        {
            Description = "Also the files that went into the run, so that it can be executed again where they are not",
        };
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("export", "Write a run with its proof, report and audits to an archive")
        {
            id, output, data, store, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = StoreFolder.Resolve(parsed.GetValue(store));
            var path = OutputFile.Require(parsed.GetRequiredValue(output));
            await using var session = await StoreSession.OpenToReadAsync(folder, stop);
            var run = await session.Queries.FindAsync(parsed.GetRequiredValue(id), stop);
            using var key = SigningKey.OpenOrCreate();
            var audits = (await session.AuditQueries.OfRunAsync(run, stop)).Where(audit => audit.Verdict is not null);
            var content = RunArchiveContent.Collect(
                folder, run.ToString("N"), audits.Select(audit => audit.Id.ToString("N")), parsed.GetValue(data));
            using var interruption = new Interruption();
            var index = RunArchiveWriter.Write(path, content, key, interruption.Token);
            Write(path, index, key.Public, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(string path, ArchiveIndex index, VerificationKey key, bool asJson)
    {
        var bytes = new FileInfo(path).Length;
        if (asJson)
            JsonOutput.Write(new
            {
                File = path,
                Run = index.RunId,
                index.Name,
                FileCount = index.Files.Count,
                Bytes = bytes,
                KeyId = key.Id,
            });
        else
            Console.Out.WriteLine(
                $"{path}: {index.Files.Count} files of {Printable.Of(index.Name)}, {Format.Bytes(bytes)}; "
                + "whoever imports it needs "
                + SigningKeyFile.PublicPath(SigningKeyFile.Default()));
    }
}
