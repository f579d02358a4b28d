using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class PlanEstimateTests
{
    [Fact]
    public void Seconds_OfIndependentSteps_SharesTheSlots()
    {
        PlannedStep[] steps = [Step(1, 4), Step(2, 4), Step(3, 4)];

        Assert.Equal(12, PlanEstimate.Seconds(steps, 1));
        Assert.Equal(8, PlanEstimate.Seconds(steps, 2));
        Assert.Equal(4, PlanEstimate.Seconds(steps, 8));
    }

    [Fact]
    public void Seconds_OfAChain_IsItsSumOnAnySlots()
    {
        var first = Step(1, 4);
        var second = Step(2, 3, first);

        Assert.Equal(7, PlanEstimate.Seconds([first, second], 8));
    }

    [Fact]
    public void Seconds_WhenWhatIsNeededIsCached_DoesNotWaitForIt() =>
        Assert.Equal(3, PlanEstimate.Seconds([Step(2, 3, Step(1, 4))], 1));

    [Fact]
    public void Seconds_OfNothing_IsZero() => Assert.Equal(0, PlanEstimate.Seconds([], 2));

    private static PlannedStep Step(int seed, double cost, params PlannedStep[] needs) => new()
    {
        Name = $"step {seed}",
        Host = StepHost.Trainer,
        Outputs = ["model"],
        CostSeconds = cost,
        Spec = new StepSpec
        {
            Kind = "train",
            Revision = 1,
            Options = new JsonObject(),
            Seed = seed,
            Inputs = needs.ToDictionary(need => need.Name, need => new OutputRef(need.Key, "model")),
            Files = new Dictionary<string, InputFile>(),
        },
    };
}
