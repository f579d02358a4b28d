using System.Globalization;
using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>A report on corrections as text.</summary>
internal static class CorrectTable
{
    public static string Write(CorrectReport report)
    {
        string[][] rows =
        [
            ["answers", "batch", "plain, tokens/s", "copy, tokens/s", "ratio", "by CPU time", "goal", "over PyTorch",
                "accepted", "a pass"],
            .. report.Results.Select(Row),
        ];
        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        var equality = report.Equality;
        return string.Join('\n',
        [
            Invariant($"{report.Machine.Cpu}, {report.Machine.Cores} cores, load {report.Machine.LoadAverage:0.0}"),
            $"threads: {report.Threads}; float32; libtorch {report.Libtorch}, {report.Blas}; "
                + (report.Note ?? $"eager PyTorch {report.Pytorch}"),
            $"median of {report.Rounds} interleaved rounds [95 % interval]", "",
            .. rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()), "",
            Invariant($"{report.Model}: {report.Rows} answers; ")
                + Invariant($"{100 * report.CopiedShare:0} % of the corrections' tokens are copied"),
            Invariant($"rows that differ with drafts: {equality.Float64Greedy} in float64, ")
                + Invariant($"{equality.Float64Sampled} of them drawn at temperature 1, ")
                + Invariant($"{equality.Float32Greedy} in float32 (largest gap {equality.Float32LargestGap:0.0e+0})"),
        ]);
    }

    private static string[] Row(CorrectResult result) =>
    [
        Invariant($"{result.Rows} ({100 * result.CopiedShare:0} % copied)"),
        result.BatchSize.ToString(CultureInfo.InvariantCulture),
        Text(result.Plain, "#,0"),
        Text(result.Copy, "#,0"),
        Text(result.Ratio, "0.00"),
        Text(result.CpuRatio, "0.00"),
        result.Goal.ToString(CultureInfo.InvariantCulture),
        Text(result.PeerRatio, "0.0"),
        Invariant($"{100 * result.Acceptance:0} %"),
        Invariant($"{result.TokensPerPass:0.0} tokens, {result.AcceptedPerPass:0.00} accepted each"),
    ];

    private static string Text(MedianInterval? interval, string format) => interval is null
        ? "-"
        : $"{Number(interval.Median, format)} [{Number(interval.Low, format)}, {Number(interval.High, format)}]";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
