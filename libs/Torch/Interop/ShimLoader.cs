using System.Reflection;
using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

/// <summary>
/// Finds libw2storch.so beside the application, or where W2S_SHIM says; and libtorch through LIBTORCH where it is set.
/// </summary>
internal static class ShimLoader
{
    private const string FileName = "libw2storch.so";

    // In the order they need each other; the CUDA ones register themselves when they are loaded and may be absent.
    private static readonly string[] TorchLibraries =
        ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != NativeMethods.Library) return 0;
        var file = ShimFile();
        PreloadTorch();
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException problem)
        {
            throw new LibTorchNotFoundException($"{FileName} does not load: {LastLine(problem.Message)}.", problem);
        }
    }

    private static string ShimFile()
    {
        if (Environment.GetEnvironmentVariable("W2S_SHIM") is { Length: > 0 } chosen)
            return chosen;
        var file = Path.Combine(AppContext.BaseDirectory, FileName);
        return File.Exists(file)
            ? file
            : throw new LibTorchNotFoundException(
                $"{FileName} is not beside the application: built without libtorch.");
    }

    // The shim finds the libraries of the libtorch it was built against by itself; LIBTORCH names another copy of it.
    private static void PreloadTorch()
    {
        var folder = Environment.GetEnvironmentVariable("LIBTORCH");
        if (string.IsNullOrEmpty(folder)) return;
        var files = TorchLibraries.Select(library => Path.Combine(folder, "lib", library));
        foreach (var file in files.Where(File.Exists)) NativeLibrary.Load(file);
    }

    private static string LastLine(string message) => message.TrimEnd().Split('\n')[^1].Trim();
}
