using System.Runtime.InteropServices;
using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static unsafe partial class LibTorch
{
    private const string CudaDriver = "libcuda.so.1";

    /// <summary>Loads the shim and libtorch now, rather than at the first tensor.</summary>
    /// <returns>What was loaded.</returns>
    /// <exception cref="LibTorchNotFoundException">One is missing; the message says what to install.</exception>
    public static BuildInfo Load()
    {
        Native.Check(NativeMethods.w2s_config(out var text), nameof(Load));
        var config = Native.Text(text);
        Native.Check(NativeMethods.w2s_blas(out var blas), nameof(Load));
        return new BuildInfo
        {
            Version = Native.Text(NativeMethods.w2s_version()),
            Blas = Native.Text(blas) is { Length: > 0 } named ? named : Setting(config, "BLAS_INFO=") ?? "unknown",
            CpuCapability = Line(config, "CPU capability usage: ") ?? "unknown",
            Config = config,
        };
    }

    /// <summary>Makes sure that CUDA can be computed on.</summary>
    /// <exception cref="CudaNotFoundException">It cannot; the message says what is missing.</exception>
    public static void RequireCuda()
    {
        if (torch.cuda.is_available())
            return;
        throw new CudaNotFoundException(NativeLibrary.TryLoad(CudaDriver, out _)
            ? $"libtorch {Load().Version} sees no device: it is built without CUDA, or for another driver"
            : $"there is no NVIDIA driver on this machine ({CudaDriver})");
    }

    // "- CPU capability usage: AVX512" on a line of its own.
    private static string? Line(string config, string key) =>
        config.Split('\n').Select(line => line.Trim().TrimStart('-').Trim())
            .Where(line => line.StartsWith(key, StringComparison.Ordinal)).Select(line => line[key.Length..])
            .FirstOrDefault();

    // "BLAS_INFO=open, BUILD_TYPE=None, …" within one line.
    private static string? Setting(string config, string key)
    {
        var start = config.IndexOf(key, StringComparison.Ordinal);
        return start < 0 ? null : config[(start + key.Length)..].Split(',')[0].Trim();
    }

    /// <summary>Which libtorch runs. Results are bit-equal only within one of these, on one machine model.</summary>
    public sealed record BuildInfo
    {
        /// <summary>Of the headers the shim was built with.</summary>
        public required string Version { get; init; }

        /// <summary>The BLAS that matrix products run in, with its version where it tells.</summary>
        public required string Blas { get; init; }

        /// <summary>The instruction set that libtorch's own loops picked.</summary>
        public required string CpuCapability { get; init; }

        /// <summary>libtorch's own description, several lines.</summary>
        public required string Config { get; init; }
    }
}
