using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class SweepAxesTests
{
    [Fact]
    public void Of_ASweep_IsWhatVariesOfThisMethodAndOfNone()
    {
        var axes = SweepAxes.Of([Run(0.01, "base", 0, 1), Run(0.1, "sft", 0.5, 2), Run(1, "sft", 1, 3)], "dpo");

        Assert.Equal(["labeling.temperature", "methods.dpo.from", "methods.dpo.beta"], axes.Select(axis => axis.Path));
        Assert.Equal([true, false, true], axes.Select(axis => axis.IsNumber));
        // A temperature of 0 has no logarithm.
        Assert.Equal([false, false, true], axes.Select(axis => axis.IsLogarithmic));
        Assert.Equal(["0.01", "0.1", "1"], axes[2].Values);
    }

    [Fact]
    public void Of_NumbersCloseTogether_IsLinear() =>
        Assert.False(SweepAxes.Of([Run(0.1, "base", 0, 1), Run(0.5, "base", 0, 1)], "dpo").Single().IsLogarithmic);

    [Fact]
    public void Of_EqualRuns_IsNothing() =>
        Assert.Empty(SweepAxes.Of([Run(0.1, "base", 0, 1), Run(0.1, "base", 0, 1)], "dpo"));

    [Fact]
    public void OfMethod_Always_HasItsOptionsAlone() =>
        Assert.Equal(
            [("name", "dpo"), ("from", "base"), ("beta", "0.1")],
            Run(0.1, "base", 0, 1).OfMethod("dpo").All.Select(option => (option.Path, option.Text)));

    private static ExperimentOptions Run(double beta, string from, double temperature, int rank) =>
        Given.Options(FormattableString.Invariant($$"""
            labeling: {temperature: {{temperature}}}
            methods:
              - {name: dpo, from: {{from}}, beta: {{beta}}}
              - {name: lora, rank: {{rank}}}
            """));
}
