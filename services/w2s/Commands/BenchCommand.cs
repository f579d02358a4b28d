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
            SharedOptions.Device(),
            new Option<string>("--shape")
            {
                Description = "For train and generate: random Llama models beside Hugging Face transformers, of 10m, "
                    + "0.5b, 1.5b, 3b or 7b parameters, several with commas (on cuda default: all from 0.5b)",
                HelpName = "NAME",
            },
            new Option<string>("--dtype")
            {
                Description = "Of shapes: bfloat16 or float32 (default: float32 on cpu, bfloat16 on cuda)",
                HelpName = "TYPE",
            },
            new Option<string>("--length")
            {
                Description = "Of shapes: tokens of a packed row (default: 2048), or of a prompt (default: 512)",
                HelpName = "N",
            },
            new Option<string>("--batch")
            {
                Description = "Of shapes: prompts that are continued side by side (default: 1,16,64)", HelpName = "N",
            },
            new Option<string>("--rounds")
            {
                Description = "Of shapes: measured rounds of each side (default: 5)", HelpName = "N",
            },
            threads,
            SharedOptions.Json(),
            ChaosCommand.Create(),
            LoadCommand.Create(),
        };
        command.SetAction((parsed, _) => RunnerCommand.RunAsync(parsed, threads));
        return command;
    }
}
