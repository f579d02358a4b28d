using System.CommandLine;
using WeakToStrong.Runner;
using WeakToStrong.Runner.Commands;

var root = new RootCommand("Executes one step, or one task on a model, in a process of its own.")
{
    StepCommand.Make(),
    GenerateCommand.Make(),
    ScoreCommand.Make(),
    CorrectCommand.Make(),
    BenchCommand.Make(),
    DoctorCommand.Make(),
};
return Failures.Guard(() => root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
