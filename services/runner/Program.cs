using System.CommandLine;
using WeakToStrong.Runner;
using WeakToStrong.Runner.Commands;

var root = new RootCommand("Executes one step, or one task on a model, in a process of its own.")
{
    StepCommand.Make(),
    GenerateCommand.Make(),
    ScoreCommand.Make(),
    MergeCommand.Make(),
    CorrectCommand.Make(),
    ServeCorrectionsCommand.Make(),
    BenchCommand.Make(),
    SelfTestCommand.Make(),
    DoctorCommand.Make(),
};

// A prompt may begin with '@'; it is not the name of a file with more arguments.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine($"w2s: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
    return ExitCodes.InvalidInput;
}
using var parent = ParentWatch.OfCommand();
return Failures.Guard(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
