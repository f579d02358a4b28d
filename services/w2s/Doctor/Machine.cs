using System.Runtime.InteropServices;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Doctor;

/// <summary>The machine itself: system, cores, memory, disk, .NET, and which BLAS the loader would pick.</summary>
internal static class Machine
{
    private const double SmallDisk = 2L << 30;

    public static IEnumerable<Finding> Examine(string store)
    {
        yield return new Finding(".NET", FindingState.Found, RuntimeInformation.FrameworkDescription);
        yield return new Finding("system", SystemState(), $"{SystemName()}, {RuntimeInformation.RuntimeIdentifier}");
        yield return new Finding("cores", FindingState.Found, $"{Environment.ProcessorCount}");
        yield return new Finding("memory", FindingState.Found, Format.Bytes(MachineMemory.Bytes()));
        yield return Disk(store);
        yield return Blas();
    }

    private static FindingState SystemState() =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? FindingState.Found
            : FindingState.Missing;

    private static string SystemName()
    {
        const string prefix = "PRETTY_NAME=";
        const string file = "/etc/os-release";
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.OSDescription : line[prefix.Length..].Trim('"');
    }

    private static Finding Disk(string store)
    {
        var existing = store;
        while (!Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing)!;
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var state = free < SmallDisk ? FindingState.Advice : FindingState.Found;
        return new Finding("store", state, $"{store}, {Format.Bytes(free)} free");
    }

    /// <summary>Debian's libtorch takes whatever libblas.so.3 is; the reference one is about 40 times slower.</summary>
    private static Finding Blas()
    {
        const string name = "BLAS";
        if (Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } own)
            return new Finding(name, FindingState.Found, $"that of {own}");
        var link = new FileInfo("/usr/lib/x86_64-linux-gnu/libblas.so.3");
        var target = link.Exists ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? link.FullName : null;
        if (target is null)
            return new Finding(name, FindingState.Advice, "no libblas.so.3; apt-get install libopenblas0-pthread");
        return target.Contains("openblas", StringComparison.Ordinal) || target.Contains("mkl", StringComparison.Ordinal)
            ? new Finding(name, FindingState.Found, target)
            : new Finding(name, FindingState.Advice,
                $"{target} is about 40 times slower than OpenBLAS; apt-get install libopenblas0-pthread");
    }
}
