using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Components.Pages.Launch;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

/// <summary>What is kept of an experiment, as somebody would have written it.</summary>
public sealed class ConfigurationTabTests : BunitContext
{
    public ConfigurationTabTests() => Services.AddSingleton(MethodCatalogue.Create());

    [Fact]
    public void Text_OfARun_IsYamlWithoutDefaultsUntilTheyAreAskedFor()
    {
        var tab = Show(ExperimentWriter.Write(WeakToStrong.Experiments.Files.ExperimentReader.Parse(
            Templates.Find("quickstart")!.Text, "experiment.yaml", "/", [], MethodCatalogue.Create())));

        Assert.StartsWith("name: quickstart\n", Text(tab), StringComparison.Ordinal);
        Assert.DoesNotContain("top_p", Text(tab), StringComparison.Ordinal);

        tab.Find("[role=switch]").Change(true);

        Assert.Contains("\"top_p\": 1", Text(tab), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_ThatIsNoExperiment_IsShownAsItIs() => Assert.Equal("<b>?", Text(Show("<b>?")));

    private static string Text(IRenderedComponent<ConfigurationTab> tab) => tab.Find("code").TextContent;

    private IRenderedComponent<ConfigurationTab> Show(string text) =>
        Render<ConfigurationTab>(parameters => parameters
            .Add(tab => tab.Text, text).Add(tab => tab.CloneHref, "/launch?clone=1"));
}
