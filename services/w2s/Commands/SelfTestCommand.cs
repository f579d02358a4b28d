using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>selftest</c>: holds what a device computes against the CPU.</summary>
internal static class SelfTestCommand
{
    public static Command Create()
    {
        var threads = SharedOptions.Threads();
        var command = new Command("selftest", "Compare operators, losses, gradients and generation with the CPU's")
        {
            new Option<string>("--device")
            {
                Description = "cpu: the engine's kernels, or cuda (default: cpu)",
                HelpName = "DEVICE",
                DefaultValueFactory = _ => "cpu",
            },
            threads,
            SharedOptions.Json(),
        };
        command.SetAction((parsed, stop) => RunnerCommand.RunAsync(parsed, threads, stop));
        return command;
    }
}
