using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>bench [NAME]</c>: measures the engine, or the system of servers, on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var threads = SharedOptions.Threads();
        var command = new Command("bench", "Measure the engine on this machine")
        {
            new Argument<string?>("NAME")
            {
                Description = "train, generate, correct: with and without drafts, or ledger: what proofs cost "
                    + "(default: train and generate)",
                Arity = ArgumentArity.ZeroOrOne,
            },
            new Option<string>("--model")
            {
                Description = "For correct: the supervisor (default: one that is trained now)", HelpName = "DIR",
            },
            new Option<string>("--data")
            {
                Description = "For correct: rows of question and answer (default: the quickstart's)", HelpName = "FILE",
            },
            threads,
            SharedOptions.Json(),
            ChaosCommand.Create(),
            LoadCommand.Create(),
        };
        command.SetAction((parsed, stop) => RunnerCommand.RunAsync(parsed, threads, stop));
        return command;
    }
}
