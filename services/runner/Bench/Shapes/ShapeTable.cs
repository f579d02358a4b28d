using static System.FormattableString;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>A report on large shapes as text.</summary>
internal static class ShapeTable
{
    private const double Giga = 1L << 30;

    public static string Write(ShapeReport report)
    {
        string[][] rows =
        [
            ["", "weights", "ours, tokens/s", "MFU", "peak memory", "peer, tokens/s", "MFU", "peak memory", "ratio",
                "goals"],
            .. report.Results.Select(Row),
        ];
        return string.Join('\n',
        [
            .. TableText.Conditions(report, How(report)),
            Device(report),
            $"median of {report.Rounds} rounds [lowest, highest]", "",
            .. TableText.Aligned(rows), "",
            .. report.Results.Select(Explanation),
        ]);
    }

    private static string How(ShapeReport report) =>
        $"{report.Dtype}; ours on libtorch {report.Libtorch}, deterministic; "
            + (report.Note ?? $"peer: {report.Peer} of {report.Python}");

    private static string Device(ShapeReport report)
    {
        var name = report.Gpu is null ? report.Device : Invariant($"{report.Gpu}, {Memory(report.GpuMemoryBytes)}");
        return Invariant($"{name}; a large matrix product: {report.DenseRate / 1e12:0.###} TFLOP/s");
    }

    private static string Explanation(ShapeResult result) => string.Join("; ",
        new[]
        {
            $"{result.Name}: {result.Work}",
            result.Peer?.How is { } how ? $"the peer with {how}" : null,
            result.Loss is { } ours && result.Peer?.Loss is { } theirs
                ? Invariant($"last loss {ours:0.00}, the peer's {theirs:0.00}")
                : null,
            result.Problem is { } problem ? $"ours: {problem}" : null,
            result.Peer?.Problem is { } other ? $"peer: {other}" : null,
        }.OfType<string>());

    private static string[] Row(ShapeResult result) =>
    [
        result.Name,
        TableText.Number(result.Parameters, "#,0"),
        Rate(result),
        Share(result.Mfu),
        Memory(result.PeakMemoryBytes),
        Rate(result.Peer),
        Share(result.Peer?.Mfu),
        Memory(result.Peer?.PeakMemoryBytes),
        result.Ratio is { } ratio ? TableText.Number(ratio, "0.00") : "-",
        Invariant($"{result.RatioGoal:0.0} ×") + (result.MfuGoal is null ? "" : $", {Share(result.MfuGoal)}"),
    ];

    private static string Rate(ShapeFigures? figures) => figures switch
    {
        { TokensPerSecond: { } rate } => Invariant($"{rate.Median:#,0} [{rate.Low:#,0}, {rate.High:#,0}]"),
        { Problem: { } problem } => OutOfMemory.Explains(problem) ? "out of memory" : "failed",
        _ => "-",
    };

    private static string Share(double? share) => share is { } value ? Invariant($"{100 * value:0.0} %") : "-";

    private static string Memory(long? bytes) => bytes is { } count ? Invariant($"{count / Giga:0.00} GiB") : "-";
}
