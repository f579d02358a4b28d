using System.CommandLine;
using WeakToStrong.Tracker.Data;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

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
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("gc", "Free the artifacts that no run needs") { keep, store, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await StoreSession.OpenAsync(StoreFolder.Resolve(parsed.GetValue(store)), stop);
            var live = await LiveStepsAsync(session, parsed.GetValue(keep) ?? [], stop);
            var collected = session.Store.CollectGarbage(live);
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

    private static async Task<IReadOnlySet<string>> LiveStepsAsync(
        StoreSession session, string[] keep, CancellationToken stop)
    {
        if (keep.Length == 0)
            return await session.Queries.LiveStepKeysAsync(stop);
        var kept = new List<Guid>();
        foreach (var idOrName in keep)
            kept.Add(await session.Queries.FindAsync(idOrName, stop));
        var runs = await session.Queries.ListAsync(stop);
        kept.AddRange(runs.Where(run => run.Status is RunStatus.Queued or RunStatus.Running).Select(run => run.Id));

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in kept)
            keys.UnionWith((await session.Queries.ShowAsync(id, stop)).Steps.Select(step => step.Key));
        return keys;
    }
}
