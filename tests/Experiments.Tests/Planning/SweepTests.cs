using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Experiments.Tests.Planning;

public sealed class SweepTests
{
    [Fact]
    public void Expand_OfTwoByTwo_IsFourRunsWithTheirOverrides()
    {
        var runs = Sweep.Expand(
            "quick", [new("methods.dpo.beta", ["0.1", "0.2"]), new("seeds", ["1", "[2, 3]"])]);

        Assert.Equal(
            [
                "methods.dpo.beta=0.1; seeds=[1]; name=quick-dpo.beta-0.1-seed-1",
                "methods.dpo.beta=0.1; seeds=[2, 3]; name=quick-dpo.beta-0.1-seed-2-3",
                "methods.dpo.beta=0.2; seeds=[1]; name=quick-dpo.beta-0.2-seed-1",
                "methods.dpo.beta=0.2; seeds=[2, 3]; name=quick-dpo.beta-0.2-seed-2-3",
            ],
            runs.Select(run => string.Join("; ", run.Overrides)));
        Assert.All(runs, run => Assert.Equal($"name={run.Name}", run.Overrides[^1]));
    }

    [Fact]
    public void Expand_OfNothing_IsTheExperimentItself()
    {
        var run = Assert.Single(Sweep.Expand("quick", []));

        Assert.Equal("quick", run.Name);
        Assert.Empty(run.Overrides);
    }

    [Fact]
    public void Expand_OfValuesThatNamesCannotHave_GivesEachRunANameOfItsOwn()
    {
        var runs = Sweep.Expand(new string('n', 90), [new("data.format", ["\"a b\"", "a+b", "a/b"])]);

        Assert.Equal(3, runs.Select(run => run.Name).Distinct().Count());
        Assert.All(runs, run => Assert.Matches(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", run.Name));
    }

    [Theory]
    [InlineData("0.1, 0.2,0.1,", "0.1|0.2")]
    [InlineData("[1, 2], [3]", "[1, 2]|[3]")]
    [InlineData("\"a, b\", c", "\"a, b\"|c")]
    [InlineData("{a: 1, b: 2}", "{a: 1, b: 2}")]
    [InlineData(" , ", "")]
    public void Split_OfATypedList_IsItsValues(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Sweep.Split(text)));

    [Theory]
    [InlineData("methods.dpo.beta", 0, "methods.dpo.beta has no values")]
    [InlineData("", 1, "an option has no name")]
    [InlineData("seeds", 65, "means 65 runs; allowed are at most 64")]
    public void Expand_OfWhatIsNoSweep_SaysWhatIsAllowed(string path, int count, string expected)
    {
        var axis = new SweptOption(path, [.. Enumerable.Range(0, count).Select(value => $"{value}")]);

        var problem = Assert.Throws<InputException>(() => Sweep.Expand("a", [axis]));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_OfOneOptionTwice_IsRefused() =>
        Assert.Contains(
            "stands here twice",
            Assert.Throws<InputException>(() => Sweep.Expand("a", [new("x", ["1"]), new("x", ["2"])])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Count_OfMoreThanAnyoneCanRun_DoesNotOverflow() =>
        Assert.Equal(
            int.MaxValue,
            Sweep.Count(Enumerable.Repeat(new SweptOption("a", [.. Enumerable.Repeat("1", 1000)]), 40)));
}
