using System.Globalization;

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
        return string.Join('\n',
        [
            .. TableText.Heading(report, How(report)), "",
            .. TableText.Aligned(rows), "",
            .. report.Results.Select(Explanation),
        ]);
    }

    private static string How(BenchReport report) =>
        $"{report.Dtype}; ours on libtorch {report.Libtorch}, {report.Blas}; "
            + (report.Note ?? $"eager PyTorch {report.Pytorch} of {report.Python}");

    private static string Explanation(BenchResult result) =>
        $"{result.Name}: {result.Work}" + (result.Check is null ? "" : $"; {result.Check}");

    private static string[] Row(BenchResult result) =>
    [
        result.Name,
        TableText.Interval(result.TokensPerSecond, "#,0"),
        TableText.Interval(result.PeerTokensPerSecond, "#,0"),
        TableText.Interval(result.Ratio, "0.00"),
        TableText.Interval(result.CpuRatio, "0.00"),
        result.Goal?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
    ];
}
