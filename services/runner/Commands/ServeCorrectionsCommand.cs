using System.CommandLine;
using WeakToStrong.Runner.Corrections;

namespace WeakToStrong.Runner.Commands;

/// <summary>
/// <c>serve-corrections</c>: loads a supervisor once, then corrects what its parent orders on standard input, until
/// that ends.
/// </summary>
internal static class ServeCorrectionsCommand
{
    public static Command Make()
    {
        var model = new ModelOptions();
        var command = new Command("serve-corrections", "Corrects answers that a parent process orders.")
        {
            model.Folder, model.Adapter, model.Dtype, model.Threads, model.Device,
        };
        command.SetAction(parsed =>
        {
            using var folder = model.Load(parsed);
            using var orders = new OrderBook(Console.In);
            using var loop = new CorrectionLoop(folder, orders, Console.Out);
            loop.Run();
            return ExitCodes.Done;
        });
        return command;
    }
}
