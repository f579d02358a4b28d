using System.Globalization;
using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>The cost of ledger and manifest as text.</summary>
internal static class LedgerTable
{
    public static string Write(LedgerReport report)
    {
        (string Name, string Value, string Goal)[] rows =
        [
            ("", "measured", "goal"),
            ("time of a training, by the clock", Percent(report.Cost),
                Invariant($"below +{100 * report.CostGoal:0} %")),
            ("time of a training, by CPU time", Percent(report.CpuCost), "the same"),
            ("the same, added up from its parts", $"{Signed(report.PartsCost)} %", "the same"),
            ("bytes an update", Number(report.BytesPerUpdate, "0"), Invariant($"below {report.BytesPerUpdateGoal}")),
            ("checksum, ms for a million parameters", Text(report.ChecksumPerMillion), "-"),
            ("entry without checksum, ms", Text(report.Entry), "-"),
            (Invariant($"manifest of an attempt ({report.ManifestBytes} bytes), ms"), Text(report.Manifest), "-"),
        ];
        var widths = (rows.Max(row => row.Name.Length), rows.Max(row => row.Value.Length));
        return string.Join('\n',
        [
            Invariant($"{report.Machine.Cpu}, {report.Machine.Cores} cores, load {report.Machine.LoadAverage:0.0}"),
            $"threads: {report.Threads}; libtorch {report.Libtorch}, {report.Blas}",
            $"median of {report.Rounds} interleaved rounds [95 % interval]", "",
            .. rows.Select(row =>
                $"{row.Name.PadRight(widths.Item1)}  {row.Value.PadRight(widths.Item2)}  {row.Goal}"), "",
            $"{report.Work}; {report.Check}",
        ]);
    }

    private static string Percent(MedianInterval cost) =>
        $"{Signed(cost.Median)} [{Signed(cost.Low)}, {Signed(cost.High)}] %";

    private static string Signed(double share) => Number(100 * share, "+0.0;-0.0;0.0");

    private static string Text(MedianInterval value) =>
        $"{Number(value.Median, "0.000")} [{Number(value.Low, "0.000")}, {Number(value.High, "0.000")}]";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
