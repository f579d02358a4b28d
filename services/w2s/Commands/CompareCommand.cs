using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>compare ID…</c>: the summaries of several runs side by side, with differences to the first.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var ids = SharedOptions.Runs();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("compare", "Compare finished runs side by side") { ids, store, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await StoreSession.OpenAsync(StoreFolder.Resolve(parsed.GetValue(store)), stop);
            var runs = new List<ComparedRun>();
            foreach (var id in parsed.GetRequiredValue(ids))
                runs.Add(await LoadAsync(session, id, stop));
            var comparison = RunComparison.Of(runs);
            if (parsed.GetValue(json))
                JsonOutput.Write(comparison);
            else
                RunComparisonView.Write(Terminal.Out, comparison);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<ComparedRun> LoadAsync(StoreSession session, string idOrName, CancellationToken stop)
    {
        var id = await session.Queries.FindAsync(idOrName, stop);
        var path = session.Queries.ReportPath(id);
        if (!File.Exists(path))
            throw new InputException(idOrName, null, "has no report yet; only completed runs can be compared");
        var run = (await session.Queries.ShowAsync(id, stop)).Run;
        return new ComparedRun(run.ShortId, run.Name, ReportFile.Read(path).Summary);
    }
}
