using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>The cost of ledger and manifest as text.</summary>
internal static class LedgerTable
{
    public static string Write(LedgerReport report)
    {
        string[][] rows =
        [
            ["", "measured", "goal"],
            ["time of a training, by the clock", Percent(report.Cost),
                Invariant($"below +{100 * report.CostGoal:0} %")],
            ["time of a training, by CPU time", Percent(report.CpuCost), "the same"],
            ["the same, added up from its parts", $"{Signed(report.PartsCost)} %", "the same"],
            ["bytes an update", TableText.Number(report.BytesPerUpdate, "0"),
                Invariant($"below {report.BytesPerUpdateGoal}")],
            ["checksum, ms for a million parameters", TableText.Interval(report.ChecksumPerMillion, "0.000"), "-"],
            ["entry without checksum, ms", TableText.Interval(report.Entry, "0.000"), "-"],
            [Invariant($"manifest of an attempt ({report.ManifestBytes} bytes), ms"),
                TableText.Interval(report.Manifest, "0.000"), "-"],
        ];
        return string.Join('\n',
        [
            .. TableText.Heading(report, $"libtorch {report.Libtorch}, {report.Blas}"), "",
            .. TableText.Aligned(rows), "",
            $"{report.Work}; {report.Check}",
        ]);
    }

    private static string Percent(MedianInterval cost) =>
        $"{Signed(cost.Median)} [{Signed(cost.Low)}, {Signed(cost.High)}] %";

    private static string Signed(double share) => TableText.Number(100 * share, "+0.0;-0.0;0.0");
}
