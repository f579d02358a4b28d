using System.CommandLine;
using System.CommandLine.Parsing;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>correct</c>: the supervisor on one answer, or on every row of a file.</summary>
internal static class CorrectCommand
{
    private const string Usage = "give either --question and --answer, or --data and --out";

    public static Command Create()
    {
        var question = new Option<string>("--question") { Description = "The question", HelpName = "TEXT" };
        var answer = new Option<string>("--answer") { Description = "The answer to correct", HelpName = "TEXT" };
        var data = new Option<string>("--data") { Description = "Rows of question and answer", HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Where the corrections go", HelpName = "FILE" };
        var threads = SharedOptions.Threads();
        var command = new Command("correct", "Correct one answer, or every answer of a file, with a supervisor")
        {
            SharedOptions.Model(), SharedOptions.Adapter(), question, answer, data, output,
            GenerationOptions.MaxNewTokens(), GenerationOptions.Temperature(), GenerationOptions.Seed(),
            GenerationOptions.Speculation(), GenerationOptions.MaxDraft(), SharedOptions.Dtype(), threads,
            SharedOptions.Device(), SharedOptions.Json(),
        };
        command.Validators.Add(result =>
        {
            var (one, all) = (Given(result, question, answer), Given(result, data, output));
            if (!((one, all) is (2, 0) or (0, 2)))
                result.AddError(Usage);
        });
        command.SetAction((parsed, _) => RunnerCommand.RunAsync(parsed, threads));
        return command;
    }

    private static int Given(CommandResult result, params Option[] options) =>
        options.Count(option => result.GetResult(option) is { Implicit: false });
}
