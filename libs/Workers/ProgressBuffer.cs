using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// Collects a runner's progress between two messages to the tracker. It holds a bounded number of points: when that
/// is reached every second report gives up its metrics, so a curve gets coarser everywhere instead of breaking off,
/// and what was left out is counted.
/// </summary>
internal sealed class ProgressBuffer(int maxPoints = ProgressBuffer.DefaultMaxPoints)
{
    public const int DefaultMaxPoints = 1024;

    private readonly Lock _gate = new();
    private readonly List<RunnerProgressed> _reports = [];
    private RunnerProgressed? _latest;
    private int _pointCount;
    private int _thinnedCount;

    public void Add(RunnerProgressed progress)
    {
        lock (_gate)
        {
            _latest = progress;
            if (progress.Metrics.Count == 0)
                return;
            _reports.Add(progress);
            _pointCount += progress.Metrics.Count;
            while (_pointCount > maxPoints && _reports.Count > 1)
                Thin();
        }
    }

    /// <summary>What has come since the last call, or null when nothing has.</summary>
    public Batch? Take()
    {
        lock (_gate)
        {
            if (_latest is null)
                return null;
            var points = _reports.SelectMany(Points).ToList();
            var batch = new Batch(_latest.Done, _latest.Total, _latest.Unit, points, _thinnedCount);
            (_latest, _pointCount, _thinnedCount) = (null, 0, 0);
            _reports.Clear();
            return batch;
        }
    }

    // The newest report always stays: it is the one people look at.
    private void Thin()
    {
        var before = _pointCount;
        var kept = _reports.Where((_, index) => (_reports.Count - 1 - index) % 2 == 0).ToList();
        _reports.Clear();
        _reports.AddRange(kept);
        _pointCount = kept.Sum(report => report.Metrics.Count);
        _thinnedCount += before - _pointCount;
    }

    private static IEnumerable<MetricPoint> Points(RunnerProgressed report) =>
        report.Metrics.Select(metric => MetricPoint.Of(metric.Key, report.Done, metric.Value));

    public sealed record Batch(
        long Done, long Total, string Unit, IReadOnlyList<MetricPoint> Points, int ThinnedCount);
}
