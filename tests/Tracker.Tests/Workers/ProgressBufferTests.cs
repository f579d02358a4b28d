using WeakToStrong.Experiments.Steps;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Workers;

public sealed class ProgressBufferTests
{
    [Fact]
    public void Take_NothingNew_IsNull()
    {
        var buffer = new ProgressBuffer();
        buffer.Add(Progress(1));

        Assert.NotNull(buffer.Take());
        Assert.Null(buffer.Take());
    }

    [Fact]
    public void Add_MoreThanItHolds_ThinsEvenlyKeepsTheNewestAndCounts()
    {
        var buffer = new ProgressBuffer(maxPoints: 8);
        for (var update = 1; update <= 100; update++)
            buffer.Add(Progress(update));

        var batch = buffer.Take()!;

        Assert.InRange(batch.Points.Count, 4, 8);
        Assert.Equal(100, batch.Points.Count + batch.ThinnedCount);
        Assert.Equal(100, batch.Points[^1].At);
        Assert.Equal(100, batch.Latest.Done);
        Assert.True(batch.Points[0].At < 50);
    }

    [Fact]
    public void Add_OneReportLargerThanItHolds_IsKept()
    {
        var buffer = new ProgressBuffer(maxPoints: 1);
        buffer.Add(new RunnerProgressed(1, 2, "updates", new Dictionary<string, double> { ["a"] = 1, ["b"] = 2 }));

        Assert.Equal(2, buffer.Take()!.Points.Count);
    }

    private static RunnerProgressed Progress(int update) =>
        new(update, 100, "updates", new Dictionary<string, double> { ["loss"] = update });
}
