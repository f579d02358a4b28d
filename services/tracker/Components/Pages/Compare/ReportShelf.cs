using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>What of a report is compared.</summary>
/// <param name="Digest">Equal for equal results; null without a report.</param>
/// <param name="Rows">One per system and seed.</param>
/// <param name="Why">Why there are none; null when there are.</param>
public sealed record ReportRows(string? Digest, IReadOnlyList<ReportRow> Rows, string? Why);

/// <summary>Reports of compared runs, or why there are none.</summary>
public sealed class ReportShelf(RunResults results)
{
    public ReportRows Of(ComparedExperiment run) => run.Title.Status switch
    {
        RunStatus.Completed => Read(run),
        RunStatus.Failed => Without("failed before its report was made"),
        RunStatus.Cancelled => Without("was cancelled before its report was made"),
        _ => Without("no report yet: it is made when the run is completed"),
    };

    private ReportRows Read(ComparedExperiment run)
    {
        try
        {
            return results.Report(run.Title.Id) is { } report
                ? new ReportRows(
                    report.ReportDigest, report.Rows, report.Rows.Count > 0 ? null : "its report has no rows")
                : Without("its report is not in the store");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return Without($"its report cannot be read: {exception.Message}");
        }
    }

    private static ReportRows Without(string why) => new(null, [], why);
}
