using System.CommandLine;
using System.Text.Json;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>doctor</c>: which tensor library this process has found.</summary>
internal static class DoctorCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json");
        var command = new Command("doctor", "Shows the tensor library.") { json };
        command.SetAction(parsed =>
        {
            var build = LibTorch.Load();
            var hasCuda = torch.cuda.is_available();
            var devices = hasCuda ? CudaDevices.List() : [];
            var hasGraphs = hasCuda && DeviceGraph.IsSupportedOn(torch.CUDA);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        libtorch = build.Version,
                        blas = build.Blas,
                        cpu = build.CpuCapability,
                        cuda = hasCuda,
                        devices,
                        graphs = hasGraphs,
                    },
                    JsonSerializerOptions.Web));
            else
                Console.Out.WriteLine(
                    $"libtorch {build.Version}, BLAS {build.Blas}, CPU loops {build.CpuCapability}, "
                    + (hasCuda ? $"CUDA: {string.Join(", ", devices.Select(device => device.Name))}" : "no CUDA")
                    + (hasCuda && !hasGraphs ? ", no graphs: the shim was built without CUDA's headers" : ""));
            return ExitCodes.Done;
        });
        return command;
    }
}
