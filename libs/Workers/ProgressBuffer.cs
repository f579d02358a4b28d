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
            ThinToLimit();
        }
    }

    /// <summary>What has come since the last call, or null when nothing has.</summary>
    public Batch? Take()
    {
        lock (_gate)
        {
            if (_latest is null)
                return null;
            var batch = new Batch(_latest, [.. _reports], _thinnedCount);
            (_latest, _pointCount, _thinnedCount) = (null, 0, 0);
            _reports.Clear();
            return batch;
        }
    }

    /// <summary>Takes back a batch that could not be told; it comes before whatever has been added since.</summary>
    public void GiveBack(Batch batch)
    {
        lock (_gate)
        {
            _latest ??= batch.Latest;
            _reports.InsertRange(0, batch.Reports);
            _pointCount += batch.Reports.Sum(report => report.Metrics.Count);
            _thinnedCount += batch.ThinnedCount;
            ThinToLimit();
        }
    }

    private void ThinToLimit()
    {
        while (_pointCount > maxPoints && _reports.Count > 1)
            Thin();
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

    public sealed record Batch(RunnerProgressed Latest, IReadOnlyList<RunnerProgressed> Reports, int ThinnedCount)
    {
        public IReadOnlyList<MetricPoint> Points { get; } = [.. Reports.SelectMany(PointsOf)];

        private static IEnumerable<MetricPoint> PointsOf(RunnerProgressed report) =>
            report.Metrics.Select(metric => MetricPoint.Of(metric.Key, report.Done, metric.Value));
    }
}
