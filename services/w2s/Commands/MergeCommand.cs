using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>merge</c>: a model and an adapter → a model that needs no adapter.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var threads = SharedOptions.Threads();
        var adapter = SharedOptions.Adapter();
        adapter.Required = true;
        var command = new Command("merge", "Make a LoRA adapter part of its model's weights")
        {
            SharedOptions.Model(),
            adapter,
            new Option<string>("--out")
            {
                Description = "Folder for the merged model, new or empty", Required = true, HelpName = "DIR",
            },
            threads,
        };
        command.SetAction((parsed, _) => RunnerCommand.RunAsync(parsed, threads));
        return command;
    }
}
