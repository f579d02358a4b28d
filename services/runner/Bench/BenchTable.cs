using System.Globalization;
using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>A report as text.</summary>
internal static class BenchTable
{
    public static string Write(BenchReport report)
    {
        string[][] rows =
        [
            ["", "ours, tokens/s", "PyTorch, tokens/s", "ratio", "by CPU time", "goal"],
            .. report.Results.Select(Row),
        ];
        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n',
        [
            .. Heading(report), "",
            .. rows.Select(row => Line(row, widths)), "",
            .. report.Results.Select(Explanation),
        ]);
    }

    private static string[] Heading(BenchReport report) =>
    [
        Invariant($"{report.Machine.Cpu}, {report.Machine.Cores} cores, load {report.Machine.LoadAverage:0.0}"),
        $"threads: {report.Threads}; {report.Dtype}; ours on libtorch {report.Libtorch}, {report.Blas}; "
            + (report.Note ?? $"eager PyTorch {report.Pytorch} of {report.Python}"),
        $"median of {report.Rounds} interleaved rounds [95 % interval]",
    ];

    private static string Explanation(BenchResult result) =>
        $"{result.Name}: {result.Work}" + (result.Check is null ? "" : $"; {result.Check}");

    private static string[] Row(BenchResult result) =>
    [
        result.Name,
        Text(result.TokensPerSecond, "#,0"),
        Text(result.PeerTokensPerSecond, "#,0"),
        Text(result.Ratio, "0.00"),
        Text(result.CpuRatio, "0.00"),
        result.Goal?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
    ];

    private static string Text(MedianInterval? interval, string format) => interval is null
        ? "-"
        : $"{Number(interval.Median, format)} [{Number(interval.Low, format)}, {Number(interval.High, format)}]";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Line(string[] row, int[] widths) =>
        string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
}
