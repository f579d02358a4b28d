using System.Globalization;

namespace WeakToStrong.Runner.Bench;

/// <summary>Where the figures were measured, and how busy it was with other work when that began.</summary>
internal sealed record BenchMachine
{
    public required string Cpu { get; init; }

    public required int Cores { get; init; }

    /// <summary>Processes that ran or wanted to, averaged over the last minute.</summary>
    public required double LoadAverage { get; init; }

    public static BenchMachine Current() => new()
    {
        Cpu = CpuName(File.ReadLines("/proc/cpuinfo")),
        Cores = Environment.ProcessorCount,
        LoadAverage = FirstNumber(File.ReadAllText("/proc/loadavg")),
    };

    internal static string CpuName(IEnumerable<string> lines) =>
        lines.Where(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault("unknown CPU");

    private static double FirstNumber(string text) => double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
}
