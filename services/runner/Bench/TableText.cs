using System.Globalization;
using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>What the tables of all benchmarks are made of.</summary>
internal static class TableText
{
    /// <summary>The lines above a table of interleaved rounds.</summary>
    /// <param name="how">What computed, beside the number of threads.</param>
    public static string[] Heading(BenchConditions conditions, string how) =>
    [
        .. Conditions(conditions, how), $"median of {conditions.Rounds} interleaved rounds [95 % interval]",
    ];

    /// <summary>Where and how it was measured.</summary>
    /// <param name="how">What computed, beside the number of threads.</param>
    public static string[] Conditions(BenchConditions conditions, string how)
    {
        var machine = conditions.Machine;
        return
        [
            Invariant($"{machine.Cpu}, {machine.Cores} cores, load {machine.LoadAverage:0.0}"),
            $"threads: {conditions.Threads}; {how}",
        ];
    }

    /// <summary>Rows as lines with aligned columns.</summary>
    public static IEnumerable<string> Aligned(string[][] rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join(
            "  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    public static string Interval(MedianInterval? interval, string format) => interval is null
        ? "-"
        : $"{Number(interval.Median, format)} [{Number(interval.Low, format)}, {Number(interval.High, format)}]";

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
