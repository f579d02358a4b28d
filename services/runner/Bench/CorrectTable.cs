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
        return string.Join('\n',
        [
            .. TableText.Heading(report, How(report)), "",
            .. TableText.Aligned(rows), "",
            Invariant($"{report.Model}: {report.Rows} answers; ")
                + Invariant($"{100 * report.CopiedShare:0} % of the corrections' tokens are copied"),
            Differences(report.Equality),
        ]);
    }

    private static string How(CorrectReport report) =>
        $"float32 on {report.Gpu ?? report.Device}; libtorch {report.Libtorch}, {report.Blas}; "
            + (report.Note ?? $"eager PyTorch {report.Pytorch}");

    private static string Differences(CorrectEquality equality) =>
        Invariant($"rows that differ with drafts: {equality.Float64Greedy} in float64, ")
            + Invariant($"{equality.Float64Sampled} of them drawn at temperature 1, ")
            + Invariant($"{equality.Float32Greedy} in float32 (largest gap {equality.Float32LargestGap:0.0e+0})");

    private static string[] Row(CorrectResult result) =>
    [
        Invariant($"{result.Rows} ({100 * result.CopiedShare:0} % copied)"),
        result.BatchSize.ToString(CultureInfo.InvariantCulture),
        TableText.Interval(result.Plain, "#,0"),
        TableText.Interval(result.Copy, "#,0"),
        TableText.Interval(result.Ratio, "0.00"),
        TableText.Interval(result.CpuRatio, "0.00"),
        result.Goal.ToString(CultureInfo.InvariantCulture),
        TableText.Interval(result.PeerRatio, "0.0"),
        Invariant($"{100 * result.Acceptance:0} %"),
        Invariant($"{result.TokensPerPass:0.0} tokens, {result.AcceptedPerPass:0.00} accepted each"),
    ];
}
