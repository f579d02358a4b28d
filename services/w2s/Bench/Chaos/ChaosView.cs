using System.Globalization;
using Spectre.Console;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>The result for people: kills and recoveries by kind, then what became of the runs.</summary>
internal static class ChaosView
{
    public static void Write(IAnsiConsole console, ChaosReport report)
    {
        var table = new FittedTable(
            FittedColumn.Name("Killed"), new FittedColumn("Times"), new FittedColumn("Recovered"),
            new FittedColumn("Median"), new FittedColumn("Longest"));
        foreach (var kind in report.Kills.GroupBy(kill => kill.Victim).OrderBy(group => group.Key))
            table.AddRow([.. Cells(kind.Key, [.. kind]).Select(cell => new FittedCell(cell))]);
        table.Write(console);
        console.WriteLine(
            $"{report.Kills.Count} kills, {report.RecoveryCount} recoveries, "
            + $"the longest {Format.Seconds(report.LongestRecoverySeconds ?? 0)}"
            + (report.HungMeanwhile ? "; then the system hung" : ""));
        console.WriteLine(
            $"{report.Runs.Count} runs, {report.Runs.Count(run => run.IsCompleted)} completed, "
            + $"{report.Runs.Count(run => run.IsEqual)} with the digest of an undisturbed run");
        console.WriteLine(
            (report is { AttemptCount: { } attempts, StepsRecordedTwice: { } twice }
                ? $"{attempts} attempts, {twice} steps recorded twice"
                : "the tracker did not say what was attempted")
            + $", {report.Divergences} divergences");
        console.WriteLine(
            $"ready after {Format.Seconds(report.StartSeconds)}, "
            + (report.StopSeconds is { } stop ? $"stopped in {Format.Seconds(stop)}, " : "did not stop, ")
            + $"{Format.Seconds(report.TotalSeconds)} in all");
    }

    private static IEnumerable<string> Cells(VictimKind kind, IReadOnlyList<KillRecord> kills)
    {
        var times = kills.Select(kill => kill.RecoverySeconds).OfType<double>().Order().ToList();
        yield return Format.Word(kind);
        yield return kills.Count.ToString(CultureInfo.InvariantCulture);
        yield return times.Count.ToString(CultureInfo.InvariantCulture);
        yield return times.Count == 0 ? "" : Format.Seconds(times[times.Count / 2]);
        yield return times.Count == 0 ? "" : Format.Seconds(times[^1]);
    }
}
