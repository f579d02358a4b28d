using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>The largest differences that audits saw, as curves over time.</summary>
internal sealed record DriftChart(IReadOnlyList<LineSeries> Series, string TimeLabel)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Time is counted from the first audit that is shown, so that curves stay where they are.</summary>
    public static DriftChart Of(IReadOnlyList<AuditDrift> drifts)
    {
        var times = drifts.SelectMany(drift => drift.Marks).Select(mark => mark.At).DefaultIfEmpty().ToArray();
        var first = times.Min();
        var (unit, name) = times.Max() - first < 2 * Day ? (Hour, "hours") : (Day, "days");
        return new DriftChart(
            [
                .. drifts.Select((drift, index) => SeriesOf(drift, index, first, unit))
                    .Where(series => series.Y.Any(value => value is not null)),
            ],
            string.Create(CultureInfo.InvariantCulture, $"{name} since {first.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
    }

    private static LineSeries SeriesOf(AuditDrift drift, int index, DateTimeOffset first, TimeSpan unit) => new()
    {
        Id = drift.Name,
        Name = drift.Name,
        Color = ChartColor.Series(index),
        X = [.. drift.Marks.Select(mark => (mark.At - first) / unit)],
        Y = [.. drift.Marks.Select(DifferenceOf)],
    };

    /// <summary>What has the recorded bits differs by nothing; what was not measured is a gap.</summary>
    private static double? DifferenceOf(AuditMark mark) =>
        mark.Verdict == AuditVerdict.Reproduced ? 0 : mark.LargestDifference;
}
