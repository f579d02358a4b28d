using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Transformer.Tests.Optimisation;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void At_LinearWithWarmup_HandWorked()
    {
        // 6 updates, 2 of warm-up: 1/2, 1, then p = 1/4, 2/4, 3/4, 1 of the way from 1 to 0.2.
        var schedule = new LearningRateSchedule
        {
            Shape = ScheduleShape.Linear,
            Peak = 1,
            WarmupFraction = 0.3,
            FinalFraction = 0.2
        };
        Assert.Equal([0.5, 1, 0.8, 0.6, 0.4, 0.2], Rates(schedule, 6), Near);
    }

    [Fact]
    public void At_CosineWithoutWarmup_HandWorked()
    {
        // 3 updates: p = 1/3, 2/3, 1; (1 + cos πp) / 2 = 3/4, 1/4, 0.
        var schedule = new LearningRateSchedule { Shape = ScheduleShape.Cosine, Peak = 2 };
        Assert.Equal([1.5, 0.5, 0], Rates(schedule, 3), Near);
    }

    [Fact]
    public void At_ConstantWithWarmup_StaysAtPeakPastTheEnd()
    {
        var schedule = new LearningRateSchedule { Shape = ScheduleShape.Constant, Peak = 4, WarmupUpdates = 4 };
        Assert.Equal([1, 2, 3, 4, 4], Rates(schedule, 5), Near);
        Assert.Equal(4, schedule.At(100, 5));
    }

    [Fact]
    public void At_AllUpdatesWarmup_ReachesPeakAtTheLast()
    {
        var schedule = new LearningRateSchedule { Shape = ScheduleShape.Cosine, Peak = 1, WarmupFraction = 1 };
        Assert.Equal([0.5, 1], Rates(schedule, 2), Near);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void WarmupFraction_OutOfRange_IsRefused(double fraction) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new LearningRateSchedule { Shape = ScheduleShape.Linear, Peak = 1, WarmupFraction = fraction });

    private static double[] Rates(LearningRateSchedule schedule, int total) =>
        [.. Enumerable.Range(0, total).Select(update => schedule.At(update, total))];

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-14;
}
