using System.CommandLine;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>retry ID</c>: goes on with a failed, cancelled or interrupted run; finished steps are kept.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var store = SharedOptions.Store();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("retry", "Go on with a failed, cancelled or interrupted run")
        {
            id, store, slots, json,
        };
        command.SetAction((parsed, _) => new RunRetry
        {
            Run = parsed.GetRequiredValue(id),
            Store = StoreFolder.Resolve(parsed.GetValue(store)),
            Slots = parsed.GetValue(slots),
            Json = parsed.GetValue(json),
        }.ExecuteAsync());
        return command;
    }
}
