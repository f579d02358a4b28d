using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.SelfTest;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>selftest</c>: holds what a device computes against the CPU.</summary>
internal static class SelfTestCommand
{
    // JSON has no infinity, which is the error of a result that is not finite.
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Make()
    {
        var device = new DeviceOption();
        var threads = new ThreadsOption();
        var json = new Option<bool>("--json");
        var command = new Command("selftest", "Holds a device against the CPU.") { device, threads, json };
        command.SetAction(parsed =>
        {
            var compute = new ComputeOptions { Device = device.Read(parsed), Threads = threads.Read(parsed) };
            var report = SelfTests.Run(compute.Applied().TorchDevice());
            Console.Out.WriteLine(
                parsed.GetValue(json) ? JsonSerializer.Serialize(report, Readable) : SelfTestTable.Write(report));
            return report.Passed ? ExitCodes.Done : ExitCodes.Error;
        });
        return command;
    }
}
