using System.CommandLine;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>step</c>: executes one step; speaks <see cref="RunnerProtocol"/> with its parent.</summary>
internal static class StepCommand
{
    public static Command Make()
    {
        var store = new Option<string>("--store") { Required = true };
        var spec = new Option<string>("--spec") { Required = true };
        var command = new Command("step", "Executes one step of an experiment.") { store, spec };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(store), parsed.GetRequiredValue(spec)));
        return command;
    }

    private static int Run(string storeRoot, string specFile)
    {
        using var parent = new ParentWatch();
        var output = Console.Out;
        try
        {
            var executor = new StepExecutor(
                ArtifactStore.Open(storeRoot), MethodCatalogue.Create(), StepEnvironment.Read);
            var outcome = executor.Execute(
                RunnerProtocol.ReadSpec(File.ReadAllText(specFile)),
                progress => RunnerProtocol.Write(
                    output, new RunnerProgressed(progress.Done, progress.Total, progress.Unit, progress.Metrics)),
                parent.Stop);
            RunnerProtocol.Write(output, new RunnerCompleted(outcome.Record.Outputs, outcome.WasCached));
            return ExitCodes.Done;
        }
        // Whatever went wrong belongs to the parent, in one line; the stack goes to standard error for the logs.
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            RunnerProtocol.Write(output, Failures.MessageOf(exception));
            return Failures.ExitCodeOf(exception);
        }
    }
}
