using Spectre.Console;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>The figures for people.</summary>
internal static class LoadView
{
    public static void Write(IAnsiConsole console, LoadReport report)
    {
        console.WriteLine(
            $"{report.RunCount} runs, {report.SeriesCount} series, {report.PointCount} points, "
            + $"{Format.Bytes(report.DatabaseBytes)}, filled in {Format.Seconds(report.FillSeconds)}");
        var table = new FittedTable(
            FittedColumn.Name("Request"), FittedColumn.Number("Times"), FittedColumn.Number("Median"),
            FittedColumn.Number("95 %"));
        foreach (var latency in report.Latencies)
            table.AddRow(
                latency.Request, $"{latency.Count}", Milliseconds(latency.MedianMilliseconds),
                Milliseconds(latency.P95Milliseconds));
        table.Write(console);
        console.WriteLine(
            $"orchestration: {Milliseconds(report.MillisecondsPerStep)} for each of {report.OrchestratedSteps} steps");
        console.WriteLine(
            $"ingest: {Format.Decimals(report.IngestedPerSecond, 0)} points/s "
            + $"over {Format.Seconds(report.IngestSeconds)}");
        console.WriteLine(
            $"memory: {string.Join(" → ", report.WorkingSetBytes.Select(bytes => Format.Bytes(bytes)))}");
        if (report.PageBytes.Count > 0)
            console.WriteLine(
                $"ten pages open: {string.Join(" → ", report.PageBytes.Select(bytes => Format.Bytes(bytes)))}");
    }

    private static string Milliseconds(double value) => $"{Format.Decimals(value, 1)} ms";
}
