using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>Small graphs of fake steps: prepare → train… → evaluate… → report.</summary>
internal sealed class TestPlan(string logFile)
{
    private readonly PlanBuilder _builder = new(FakeCatalogue.Create());
    private readonly List<StepHandle> _evaluations = [];

    public StepHandle Prepare(string label = "data", int milliseconds = 0) =>
        _builder.Add(
            label, FakeCatalogue.Prepare, Options(label) with { MillisecondsPerUpdate = milliseconds }, seed: 1);

    public StepHandle Train(
        StepHandle data,
        string label,
        Behaviour behaviour = Behaviour.Complete,
        int updates = 4,
        int milliseconds = 0,
        double cost = 1)
    {
        var options = Options(label) with
        {
            Behaviour = behaviour,
            Updates = updates,
            MillisecondsPerUpdate = milliseconds,
        };
        var inputs = new Dictionary<string, OutputRef> { ["data"] = data.Output("data") };
        return _builder.Add(label, FakeCatalogue.Train, options, seed: 1, inputs, cost: cost);
    }

    public StepHandle Evaluate(StepHandle model, string label, string input = "model")
    {
        var inputs = new Dictionary<string, OutputRef> { [input] = model.Output(input) };
        var evaluation = _builder.Add(label, FakeCatalogue.Evaluate, Options(label), seed: 1, inputs);
        _evaluations.Add(evaluation);
        return evaluation;
    }

    /// <summary>An evaluation of nothing, so that it may start at once.</summary>
    public StepHandle Evaluate(string label)
    {
        var evaluation = _builder.Add(label, FakeCatalogue.Evaluate, Options(label), seed: 1);
        _evaluations.Add(evaluation);
        return evaluation;
    }

    public ExperimentPlan Build(string name = "fake")
    {
        var inputs = _evaluations.ToDictionary(step => step.Step.Name, step => step.Output("scores"));
        var report = _builder.Add(name, FakeCatalogue.Report, Options(name), seed: 1, inputs);
        return new ExperimentPlan
        {
            Experiment = new FakeExperiment { Name = name, Task = "fake", Seeds = [1] },
            Steps = _builder.Steps,
            Report = report.Step,
        };
    }

    public LaunchRequest Request(string name = "fake") =>
        new() { Plan = Build(name), ExperimentText = $"name: {name}" };

    private FakeOptions Options(string label) => new() { Label = label, LogFile = logFile };

    private sealed record FakeExperiment : Experiment;
}
