using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>generate</c>: continues a prompt.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var threads = SharedOptions.Threads();
        var command = new Command("generate", "Continue a prompt; greedy unless a temperature is given")
        {
            SharedOptions.Model(),
            SharedOptions.Adapter(),
            new Option<string>("--prompt") { Description = "The text to continue", Required = true, HelpName = "TEXT" },
            GenerationOptions.MaxNewTokens(),
            GenerationOptions.Temperature(),
            GenerationOptions.Seed(),
            GenerationOptions.Speculation(),
            GenerationOptions.MaxDraft(),
            SharedOptions.Dtype(),
            threads,
            SharedOptions.Device(),
            SharedOptions.Json(),
        };
        command.SetAction((parsed, _) => RunnerCommand.RunAsync(parsed, threads));
        return command;
    }
}
