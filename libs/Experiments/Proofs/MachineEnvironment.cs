using System.Runtime.InteropServices;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>What a manifest says of a machine and its settings; who has loaded libtorch adds what it says.</summary>
public static class MachineEnvironment
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string OsRelease = "/etc/os-release";

    // Those that numeric libraries choose their kernels by.
    private static readonly string[] Features =
    [
        "sse4_2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512_vnni",
        "avx512_bf16", "amx_bf16", "amx_int8", "amx_tile",
    ];

    private static readonly string[] Variables =
    [
        "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OMP_DYNAMIC", "MKL_DYNAMIC",
        "OPENBLAS_CORETYPE",
    ];

    private static readonly string[] Switches = ["CUBLAS_WORKSPACE_CONFIG", "MKL_CBWR"];

    /// <summary>Of this process, as it is now. Two processes that are to make equal bits have equal ones.</summary>
    public static SortedDictionary<string, string> Read()
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["os/name"] = ValueIn(OsRelease, "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription,
            ["os/kernel"] = Environment.OSVersion.Version.ToString(),
            ["os/architecture"] = RuntimeInformation.OSArchitecture.ToString(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["cpu/model"] = ValueIn(CpuInfo, "model name", ':') ?? "unknown",
            ["cpu/features"] = FeaturesOf(ValueIn(CpuInfo, "flags", ':') ?? ""),
        };
        foreach (var name in Variables)
            values["threads/" + name] = Environment.GetEnvironmentVariable(name) ?? "not set";
        foreach (var name in Switches)
            values["determinism/" + name] = Environment.GetEnvironmentVariable(name) ?? "not set";
        return values;
    }

    private static string FeaturesOf(string flags)
    {
        var has = flags.Split(' ').ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', Features.Where(has.Contains));
    }

    /// <summary>The value of the first line that begins with the key.</summary>
    private static string? ValueIn(string path, string key, char separator)
    {
        if (!File.Exists(path))
            return null;
        foreach (var line in File.ReadLines(path))
            if (line.StartsWith(key, StringComparison.Ordinal)
                && line.IndexOf(separator, StringComparison.Ordinal) is var at and > 0)
                return line[(at + 1)..].Trim();
        return null;
    }
}
