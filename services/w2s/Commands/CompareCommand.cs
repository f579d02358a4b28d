using System.CommandLine;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>compare ID…</c>: the summaries of several runs side by side, with differences to the first.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var ids = SharedOptions.Runs();
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("compare", "Compare finished runs side by side") { ids };
        source.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            await using var runs = source.Open(parsed);
            var comparison = await runs.CompareAsync(parsed.GetRequiredValue(ids), stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(comparison);
            else
                RunComparisonView.Write(Terminal.Out, comparison);
            return ExitCode.Done;
        });
        return command;
    }
}
