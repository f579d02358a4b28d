using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

public sealed class CriticalPathTests
{
    [Fact]
    public void Seconds_Diamond_TakesTheLongerSide()
    {
        var builder = new TestPlan("log");
        var data = builder.Prepare();
        var slow = builder.Train(data, "slow", cost: 10);
        var quick = builder.Train(data, "quick", cost: 2);
        builder.Evaluate(slow, "slow scores");
        builder.Evaluate(quick, "quick scores");

        var seconds = CriticalPath.Seconds(builder.Build().Steps);

        // Every step without a cost of its own counts 1: slow = 10 + scores 1 + report 1.
        Assert.Equal(12, seconds[slow.Step.Key]);
        Assert.Equal(4, seconds[quick.Step.Key]);
        Assert.Equal(13, seconds[data.Step.Key]);
    }
}
