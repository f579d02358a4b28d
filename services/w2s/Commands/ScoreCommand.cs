using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>score</c>: log-probability of each token of a completion.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var threads = SharedOptions.Threads();
        var command = new Command("score", "Log-probabilities of a completion's tokens after a prompt")
        {
            SharedOptions.Model(),
            SharedOptions.Adapter(),
            new Option<string>("--prompt") { Description = "The text before", Required = true, HelpName = "TEXT" },
            new Option<string>("--completion")
            {
                Description = "The text to score", Required = true, HelpName = "TEXT",
            },
            SharedOptions.Dtype(),
            threads,
            SharedOptions.Device(),
            SharedOptions.Json(),
        };
        command.SetAction((parsed, _) => RunnerCommand.RunAsync(parsed, threads));
        return command;
    }
}
