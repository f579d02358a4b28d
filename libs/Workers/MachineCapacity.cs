using System.Globalization;

namespace WeakToStrong.Workers;

/// <summary>What a machine has for steps, and how many of them that holds side by side.</summary>
public sealed record MachineCapacity
{
    /// <summary>What a step of a small model takes at its peak, with room to spare.</summary>
    public const long BytesPerStep = 1L << 30;

    /// <summary>
    /// What a step takes of a device: weights, gradients and the optimiser's moments of a small model.
    /// </summary>
    public const long DeviceBytesPerStep = 8L << 30;

    private const string MemoryFile = "/proc/meminfo";

    public required int Cores { get; init; }

    /// <summary>Memory that is free, or would be on demand.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Memory of each device that the runner computes on; empty where it computes on the processor.</summary>
    public IReadOnlyList<long> DeviceBytes { get; init; } = [];

    /// <summary>
    /// Steps side by side. A step of a small model takes one core; on devices it is their memory that counts. There is
    /// always room for one: whether it fits shows when it runs.
    /// </summary>
    public int SlotCount
    {
        get
        {
            var compute = DeviceBytes.Count == 0 ? Cores : DeviceBytes.Sum(bytes => bytes / DeviceBytesPerStep);
            return (int)Math.Clamp(Math.Min(compute, MemoryBytes / BytesPerStep), 1, WorkerOptions.MaxSlots);
        }
    }

    /// <summary>This machine, or the part of it that this process may use.</summary>
    public static MachineCapacity OfThisProcess(IReadOnlyList<long> deviceBytes) => new()
    {
        Cores = Environment.ProcessorCount,
        // The runtime knows the limit of a container, the system what others have left of the machine.
        MemoryBytes = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, FreeBytes(File.ReadLines(MemoryFile))),
        DeviceBytes = deviceBytes,
    };

    /// <summary>For people: <c>2 cores, 23.5 GiB of memory, 1 device with 79.6 GiB</c>.</summary>
    public string Describe()
    {
        var processor = string.Create(
            CultureInfo.InvariantCulture,
            $"{Cores} {(Cores == 1 ? "core" : "cores")}, {Gibibytes(MemoryBytes):0.#} GiB of memory");
        return DeviceBytes.Count == 0
            ? processor
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{processor}, {DeviceBytes.Count} {(DeviceBytes.Count == 1 ? "device" : "devices")} with "
                + $"{Gibibytes(DeviceBytes.Sum()):0.#} GiB");
    }

    private static double Gibibytes(long bytes) => bytes / (double)(1L << 30);

    /// <summary>The line <c>MemAvailable: N kB</c>; no limit when there is none.</summary>
    internal static long FreeBytes(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        if (line is null)
            return long.MaxValue;
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }
}
