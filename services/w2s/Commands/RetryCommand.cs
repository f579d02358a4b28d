using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>retry ID</c>: goes on with a failed, cancelled or interrupted run; finished steps are kept.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var source = new SourceOptions();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("retry", "Go on with a failed, cancelled or interrupted run") { id };
        source.AddTo(command);
        command.Add(slots);
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            await using var runs = source.Open(parsed);
            var ended = await runs.RetryAsync(parsed.GetRequiredValue(id), parsed.GetValue(slots));
            return RunConclusion.Write(ended, parsed.GetValue(json), runs.Hint);
        });
        return command;
    }
}
