using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Components.Pages.Launch;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Launch;

public sealed class LaunchPlannerTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public void Put_OfOneRun_CountsItsStepsByKindAndDrawsReplicationsOnce()
    {
        var plan = Put("seeds=[1, 2]");

        Assert.Equal(plan.StepCount, plan.Kinds.Sum(kind => kind.Count));
        Assert.Equal(0, plan.CachedCount);
        Assert.True(plan.ExpectedSeconds > 0);
        Assert.Contains(plan.Nodes, node => node is { Label: "sft", Note: "2 to run", Cached: false });
        Assert.Equal(plan.Nodes.Count, plan.Nodes.DistinctBy(node => node.Id).Count());
        Assert.All(plan.Edges, edge => Assert.Contains(plan.Nodes, node => node.Id == edge.From));
        Assert.DoesNotContain(plan.Nodes, node => node.Label.StartsWith("seed", StringComparison.Ordinal));
    }

    [Fact]
    public void Put_OfASweep_CountsWhatItsRunsShareOnce()
    {
        var alone = Put("methods.dpo.beta=0.1");
        var both = Put("methods.dpo.beta=0.1", "methods.dpo.beta=0.2");

        Assert.Equal(2, both.Runs.Count);
        Assert.Equal(alone.StepCount, both.Runs[0].NewCount);
        Assert.True(both.Runs[1].NewCount < both.Runs[1].StepCount / 2);
        Assert.Equal(both.StepCount, both.Runs.Sum(run => run.NewCount));
        Assert.True(both.ExpectedSeconds < 2 * alone.ExpectedSeconds);
    }

    [Fact]
    public void Of_AForm_NamesEveryOptionAsOverridesDo()
    {
        var text = Templates.Find("quickstart")!.Text;
        var form = new FormState
        {
            Text = ExperimentText.Read(text), IsFrozen = false, Problems = [], Changed = _ => Task.CompletedTask,
        };

        var paths = OptionPaths.Of(form, new ExperimentForm(MethodCatalogue.Create()).Of(null));

        Assert.Contains("methods.dpo.beta", paths);
        Assert.Contains("methods.rlhf.reward_model.epochs", paths);
        Assert.Contains("seeds", paths);
        Assert.DoesNotContain("methods.sft.beta", paths);
        Assert.DoesNotContain("name", paths);
    }

    [Fact]
    public void All_Templates_HaveANameAndASummaryAndTheQuickstartFirst()
    {
        Assert.Equal(["quickstart", "hh-harmless"], Templates.All.Select(template => template.Name));
        Assert.Equal(
            "From nothing to a comparison in minutes: a world of invented animals, two small models, three methods.",
            Templates.All[0].Summary);
        Assert.StartsWith("# From nothing", Templates.All[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 min")]
    [InlineData(12.2, "about 13 s")]
    [InlineData(70, "about 1 min")]
    [InlineData(4000, "about 67 min")]
    [InlineData(9000, "about 2.5 h")]
    public void Minutes_OfSeconds_AreRough(double seconds, string expected) =>
        Assert.Equal(expected, PlanPanel.Minutes(seconds));

    public void Dispose() => _store.Dispose();

    private LaunchPlan Put(params string[] overrides)
    {
        var catalogue = MethodCatalogue.Create();
        var plans = overrides.Select(item => ExperimentPlan.Make(
            ExperimentReader.Parse(Templates.All[0].Text, "a.yaml", "/", [item], catalogue), catalogue));
        return new LaunchPlanner(catalogue, ArtifactStore.Open(_store.Root), 2).Put([.. plans]);
    }
}
