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
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    libtorch = build.Version,
                    blas = build.Blas,
                    cpu = build.CpuCapability,
                    cuda = torch.cuda.is_available(),
                }));
            else
                Console.Out.WriteLine(
                    $"libtorch {build.Version}, BLAS {build.Blas}, CPU loops {build.CpuCapability}, "
                    + (torch.cuda.is_available() ? "CUDA" : "no CUDA"));
            return ExitCodes.Done;
        });
        return command;
    }
}
