using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Tests.Steps;

namespace WeakToStrong.Experiments.Tests.Planning;

public sealed class ExperimentPlanTests
{
    private sealed record TinyExperiment : Experiment;

    [Fact]
    public void Make_TaskOfTheExperiment_MakesStepsInOrderAndNamesTheReport()
    {
        var catalogue = WritingKinds.With(WritingKinds.WriteText);
        catalogue.Add(new ExperimentTask { Name = "tiny", FileType = typeof(TinyExperiment), Plan = PlanSeeds });

        var plan = ExperimentPlan.Make(new TinyExperiment { Name = "a", Task = "tiny", Seeds = [3, 4] }, catalogue);

        Assert.Equal(["seed 3", "seed 4", "report"], plan.Steps.Select(step => step.Name));
        Assert.Equal("report", plan.Report.Name);
        Assert.Equal(plan.Steps.Take(2).Select(step => step.Key).Order(StringComparer.Ordinal), plan.Report.DependsOn);
    }

    [Fact]
    public void Make_UnknownTask_Throws() =>
        Assert.Throws<InvalidOperationException>(() => ExperimentPlan.Make(
            new TinyExperiment { Name = "a", Task = "none", Seeds = [1] }, new StepCatalogue()));

    private static StepHandle PlanSeeds(Experiment experiment, PlanBuilder builder)
    {
        var inputs = new Dictionary<string, OutputRef>();
        foreach (var seed in experiment.Seeds)
            inputs.Add($"seed/{seed}", builder.Add($"seed {seed}", "write", new WriteOptions(), seed).Output("out"));
        return builder.Add("report", "write", new WriteOptions { Text = "report" }, seed: 0, inputs);
    }
}
