using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using WeakToStrong.W2s.Commands;

namespace WeakToStrong.W2s;

/// <summary>The tree of commands, and the one way in: parse, run, turn what goes wrong into lines and a code.</summary>
internal static class CommandLine
{
    private static readonly ParserConfiguration Parser = new()
    {
        // A prompt may begin with '@'; it is not the name of a file with more arguments.
        ResponseFileTokenReplacer = null,
    };

    private static readonly InvocationConfiguration Invocation = new()
    {
        EnableDefaultExceptionHandler = false,
        // Ctrl-C means "stop at the next checkpoint"; see Interruption.
        ProcessTerminationTimeout = null,
    };

    public static RootCommand Tree()
    {
        var root = new RootCommand("""
            WeakToStrong runs weak-to-strong fine-tuning experiments and compares what comes out.
            Beside these commands, './w2s test [FILTER]' builds and runs the tests, and './w2s bundle -o DIR' makes a
            folder of the runner alone for hosts without .NET.
            """)
        {
            QuickstartCommand.Create(),
            RunCommand.Create(),
            PlanCommand.Create(),
            ListCommand.Create(),
            ShowCommand.Create(),
            CompareCommand.Create(),
            AuditCommand.Create(),
            CancelCommand.Create(),
            RetryCommand.Create(),
            RemoveCommand.Create(),
            CollectGarbageCommand.Create(),
            VerifyCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
            DataCommand.Create(),
            CorrectCommand.Create(),
            AlignCommand.Create(),
            GenerateCommand.Create(),
            ScoreCommand.Create(),
            MergeCommand.Create(),
            ServeCommand.Create(),
            UpCommand.Create(),
            PublishCommand.Create(),
            BenchCommand.Create(),
            SelfTestCommand.Create(),
            DoctorCommand.Create(),
        };
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    public static ParseResult Parse(IReadOnlyList<string> arguments) => Tree().Parse(arguments, Parser);

    public static async Task<int> InvokeAsync(string[] arguments)
    {
        try
        {
            var parsed = Parse(arguments);
            return parsed.Errors.Count > 0 || IsUnknownCommand(parsed)
                ? WrongUsage(parsed)
                : await parsed.InvokeAsync(Invocation);
        }
        catch (Exception failure)
        {
            return Failures.Report(failure);
        }
    }

    // The help that is asked for after an unknown command would be of another one, and excuses the error.
    private static bool IsUnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0;

    private static int WrongUsage(ParseResult parsed)
    {
        var problems = parsed.Errors.Count > 0
            ? parsed.Errors.Select(error => error.Message)
            : parsed.UnmatchedTokens.Select(word => $"unknown command '{word}'");
        foreach (var problem in problems.Distinct())
            Console.Error.WriteLine($"w2s: {problem.ReplaceLineEndings(" ")}");
        Console.Error.WriteLine($"w2s: '{PathOf(parsed.CommandResult)} --help' says what is allowed");
        return ExitCode.WrongInput;
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;
}
