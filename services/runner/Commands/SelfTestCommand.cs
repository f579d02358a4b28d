using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeakToStrong.Experiments;
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
        var device = new Option<string>("--device") { DefaultValueFactory = _ => "cpu" };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json");
        var command = new Command("selftest", "Holds a device against the CPU.") { device, threads, json };
        command.SetAction(parsed =>
        {
            var chosen = Read(parsed.GetRequiredValue(device));
            new ComputeOptions { Threads = parsed.GetValue(threads) }.Applied();
            if (chosen.type == DeviceType.CUDA && MissingCuda() is { } missing)
            {
                Console.Error.WriteLine($"selftest --device cuda: {missing}");
                return ExitCodes.MissingPrerequisite;
            }
            var report = SelfTests.Run(chosen);
            Console.Out.WriteLine(
                parsed.GetValue(json) ? JsonSerializer.Serialize(report, Readable) : SelfTestTable.Write(report));
            return report.Passed ? ExitCodes.Done : ExitCodes.Error;
        });
        return command;
    }

    private static Device Read(string name) => name is "cpu" or "cuda"
        ? torch.device(name)
        : throw new InputException("--device", line: null, $"'{name}' is not a device; allowed are cpu and cuda");

    private static string? MissingCuda()
    {
        if (torch.cuda.is_available())
            return null;
        return NativeLibrary.TryLoad(CudaDevices.Driver, out _)
            ? $"libtorch {LibTorch.Load().Version} sees no device: it is built without CUDA, or for another driver; set "
                + "LIBTORCH to the torch folder of a PyTorch install with CUDA"
            : $"there is no NVIDIA driver on this machine ({CudaDevices.Driver})";
    }
}
