using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Tests.Steps;

namespace WeakToStrong.Experiments.Tests.Planning;

public sealed class PlanBuilderTests
{
    private readonly PlanBuilder _builder = new(WritingKinds.With(WritingKinds.WriteText));

    [Fact]
    public void Add_EqualStep_IsTheSameStep()
    {
        var first = _builder.Add("one", "write", new WriteOptions(), seed: 1);
        var second = _builder.Add("two", "write", new WriteOptions(), seed: 1, cost: 5);

        Assert.Same(first.Step, second.Step);
        Assert.Equal("one", Assert.Single(_builder.Steps).Name);
    }

    [Fact]
    public void Add_MoreStepsThanARunMayHave_IsRefused()
    {
        var builder = new PlanBuilder(WritingKinds.With(WritingKinds.WriteText), maxSteps: 2);
        for (var seed = 1; seed <= 3; seed++)
            builder.Add("step", "write", new WriteOptions(), Math.Min(seed, 2));

        var error = Assert.Throws<InputException>(() => builder.Add("step", "write", new WriteOptions(), seed: 3));

        Assert.Contains("more than the 2 steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_OptionsWithDefaults_WritesThemOut()
    {
        var step = _builder.Add("one", "write", new WriteOptions(), seed: 1).Step;

        Assert.Equal("""{"text":"hello"}""", step.Spec.Options.ToJsonString());
        Assert.Equal(Specs.Make().Key, step.Key);
    }

    [Fact]
    public void Add_StepOnAnother_DependsOnIt()
    {
        var first = _builder.Add("one", "write", new WriteOptions(), seed: 1);
        var second = _builder.Add(
            "two", "write", new WriteOptions(), seed: 1,
            inputs: new Dictionary<string, OutputRef> { ["b"] = first.Output("out"), ["a"] = first.Output("out") });

        Assert.Equal([first.Step.Key], second.Step.DependsOn);
        Assert.Equal(["a", "b"], second.Step.Spec.Inputs.Keys);
    }

    [Fact]
    public void Add_InputOfAnotherPlan_Throws() =>
        Assert.Throws<InvalidOperationException>(() => _builder.Add(
            "one", "write", new WriteOptions(), seed: 1,
            inputs: new Dictionary<string, OutputRef> { ["a"] = new(new string('a', 64), "out") }));

    [Fact]
    public void Add_OtherOptionsType_Throws() =>
        Assert.Throws<ArgumentException>(() => _builder.Add("one", "write", new object(), seed: 1));

    [Fact]
    public void Output_NotDeclared_Throws() =>
        Assert.Throws<InvalidOperationException>(
            () => _builder.Add("one", "write", new WriteOptions(), seed: 1).Output("other"));
}
