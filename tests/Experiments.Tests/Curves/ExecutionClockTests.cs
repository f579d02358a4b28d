using WeakToStrong.Experiments.Curves;

namespace WeakToStrong.Experiments.Tests.Curves;

public sealed class ExecutionClockTests
{
    [Fact]
    public void At_OneAttempt_IsTheTimeSinceItBegan()
    {
        var clock = ExecutionClock.Of([new ExecutionSpan(100, null)]);

        Assert.Equal(5, clock.WallAt(105));
        Assert.Equal(5, clock.DeviceAt(105));
        Assert.Null(clock.WallAt(99));
        Assert.Null(clock.DeviceAt(99));
    }

    [Fact]
    public void At_AfterAPause_CountsItForTheWallAlone()
    {
        // Ten seconds, thirty of waiting, then on.
        var clock = ExecutionClock.Of([new ExecutionSpan(140, 200), new ExecutionSpan(100, 110)]);

        Assert.Equal(45, clock.WallAt(145));
        Assert.Equal(15, clock.DeviceAt(145));
        Assert.Equal(10, clock.DeviceAt(120));
        // Told a little after its attempt ended.
        Assert.Equal(70, clock.DeviceAt(230));
    }

    [Fact]
    public void Of_AnAttemptWhoseEndIsNotKnown_EndsWhereTheNextBegins() =>
        Assert.Equal(
            30, ExecutionClock.Of([new ExecutionSpan(100, null), new ExecutionSpan(120, 130)]).DeviceAt(130));

    [Fact]
    public void At_WithoutAttempts_IsUnknown() => Assert.Null(ExecutionClock.Of([]).WallAt(1));
}
