using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>The largest differences that audits saw, as curves over days.</summary>
internal sealed record DriftChart(IReadOnlyList<LineSeries> Series, string Since)
{
    /// <summary>Days are counted from the first audit that is shown, so that curves stay where they are.</summary>
    public static DriftChart Of(IReadOnlyList<AuditDrift> drifts)
    {
        var first = drifts.SelectMany(drift => drift.Marks).Select(mark => mark.At).DefaultIfEmpty().Min();
        return new DriftChart(
            [.. drifts.Select((drift, index) => SeriesOf(drift, index, first))],
            first.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static LineSeries SeriesOf(AuditDrift drift, int index, DateTimeOffset first) => new()
    {
        Id = drift.Name,
        Name = drift.Name,
        Color = ChartColor.Series(index),
        X = [.. drift.Marks.Select(mark => (mark.At - first).TotalDays)],
        Y = [.. drift.Marks.Select(DifferenceOf)],
    };

    /// <summary>What has the recorded bits differs by nothing; what was not measured is a gap.</summary>
    private static double? DifferenceOf(AuditMark mark) =>
        mark.Verdict == AuditVerdict.Reproduced ? 0 : mark.LargestDifference;
}
