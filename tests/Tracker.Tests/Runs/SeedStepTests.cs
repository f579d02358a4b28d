using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class SeedStepTests
{
    [Theory]
    [InlineData("seed 1 / dpo / reward model", 1, "dpo / reward model")]
    [InlineData("seed 12 / tokenizer", 12, "tokenizer")]
    [InlineData("seed -3 / data", -3, "data")]
    [InlineData("report", null, "report")]
    [InlineData("seed", null, "seed")]
    [InlineData("seed / odd", null, "seed / odd")]
    [InlineData("seed no / number", null, "seed no / number")]
    public void Of_NamesOfSteps_TellsTheSeedFromTheRest(string name, int? seed, string step) =>
        Assert.Equal(new SeedStep(seed, step), SeedStep.Of(name));
}
