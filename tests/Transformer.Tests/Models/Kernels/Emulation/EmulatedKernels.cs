using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Tests.Models.Kernels.Emulation;

/// <summary>
/// Has the kernels of CUDA devices computed on the CPU: their source is compiled by the C++ compiler, and the threads
/// of a block take turns (cuda_on_cpu.h). It says what they compute, not what a device makes of them.
/// </summary>
internal static class EmulatedKernels
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Models", "Kernels", "Emulation");

    /// <summary>
    /// Puts the entries for kernels in front of the shim's: whichever is loaded first is the process's. No operation
    /// takes a kernel for it, but on a thread that asks.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The shim is chosen before the first tensor of any test.")]
    internal static void Prepare()
    {
        var library = Path.Combine(Folder, $"emulated-{Environment.ProcessId}.so");
        using var compiler = Process.Start(
            "g++",
            [
                "-std=c++17", "-O1", "-fPIC", "-shared", "-o", library, Path.Combine(Folder, "emulated_kernels.cpp"),
                "-Wl,--no-as-needed", $"-L{AppContext.BaseDirectory}", "-l:libw2storch.so",
                $"-Wl,-rpath,{AppContext.BaseDirectory}", "-ldl",
            ]);
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
            throw new InvalidOperationException("the emulated kernels do not compile (the output is above)");
        Environment.SetEnvironmentVariable("W2S_SHIM", library);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(library);
    }

    /// <summary>
    /// Operations of this thread go as on a device, until what is returned is disposed: by kernels, or by operators.
    /// </summary>
    public static IDisposable Use(bool kernels = true)
    {
        CpuMemory.IsEnabled = false;
        CudaKernels.ServesCpu = kernels;
        return new Emulation();
    }

    private sealed class Emulation : IDisposable
    {
        public void Dispose()
        {
            CpuMemory.IsEnabled = true;
            CudaKernels.ServesCpu = false;
        }
    }
}
