using System.Runtime.InteropServices;

namespace WeakToStrong.Runner;

/// <summary>A device and its whole memory.</summary>
internal sealed record CudaDevice(string Name, long MemoryBytes);

/// <summary>
/// The devices that CUDA lets this process see, asked of its driver: the tensor library has no operator for it.
/// </summary>
internal static partial class CudaDevices
{
    private const string Driver = "libcuda.so.1";
    private const int NameBytes = 256;

    /// <summary>Throws <see cref="DllNotFoundException"/> where there is no driver.</summary>
    public static IReadOnlyList<CudaDevice> List()
    {
        Check(Initialise(flags: 0));
        Check(Count(out var count));
        return [.. Enumerable.Range(0, count).Select(Describe)];
    }

    private static unsafe CudaDevice Describe(int ordinal)
    {
        Check(Find(out var device, ordinal));
        var name = stackalloc byte[NameBytes];
        Check(NameOf(name, NameBytes, device));
        Check(TotalMemory(out var bytes, device));
        return new CudaDevice(Marshal.PtrToStringUTF8((nint)name) ?? "", (long)bytes);
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"the CUDA driver answers with error {result}");
    }

    [LibraryImport(Driver, EntryPoint = "cuInit")]
    private static partial int Initialise(uint flags);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGetCount")]
    private static partial int Count(out int count);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGet")]
    private static partial int Find(out int device, int ordinal);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGetName")]
    private static unsafe partial int NameOf(byte* name, int length, int device);

    [LibraryImport(Driver, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int TotalMemory(out nuint bytes, int device);
}
