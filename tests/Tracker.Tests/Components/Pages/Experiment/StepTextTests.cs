using WeakToStrong.Tracker.Components.Pages.Experiment;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class StepTextTests
{
    [Theory]
    [InlineData("seed 1 / dpo / reward model", "1", "dpo / reward model")]
    [InlineData("seed 12 / tokenizer", "12", "tokenizer")]
    [InlineData("report", null, "report")]
    [InlineData("seed", null, "seed")]
    [InlineData("seed / odd", null, "seed / odd")]
    public void SeedOf_NamesOfSteps_IsWhatStandsBeforeTheRest(string name, string? seed, string rest)
    {
        Assert.Equal(seed, StepText.SeedOf(name));
        Assert.Equal(rest, StepText.WithoutSeed(name));
    }
}
