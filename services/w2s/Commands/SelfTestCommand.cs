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
            SharedOptions.Device(),
            threads,
            SharedOptions.Json(),
        };
        command.SetAction((parsed, _) => RunnerCommand.RunAsync(parsed, threads));
        return command;
    }
}
