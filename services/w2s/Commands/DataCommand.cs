using System.CommandLine;
using WeakToStrong.Experiments.Data;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>data inspect FILE</c>: what a data file is, and the first thing that is wrong with it.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A JSON array or JSONL file" };
        var json = SharedOptions.Json();
        var inspect = new Command("inspect", "Detect a data file's format and find its first problem") { file, json };
        inspect.SetAction(parsed =>
        {
            var inspection = DataFile.Inspect(parsed.GetRequiredValue(file));
            if (parsed.GetValue(json))
                JsonOutput.Write(inspection);
            else
                InspectionView.Write(Terminal.Out, inspection);
            return inspection.FirstProblem is null ? ExitCode.Done : ExitCode.WrongInput;
        });
        return new Command("data", "Look at data files") { inspect };
    }
}
