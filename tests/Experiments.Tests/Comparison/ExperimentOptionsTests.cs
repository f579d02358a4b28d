using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class ExperimentOptionsTests
{
    private const string Text = """
        name: quickstart
        task: correction
        seeds: [1, 2]
        labeling: {temperature: 0, top_k: null, note: "0.5"}
        compute: {deterministic: true}
        stages: [{name: warm, steps: 3}, {steps: 4}]
        methods:
          - {name: dpo, method: dpo, beta: 1e-1, training: {epochs: 2}}
          - {method: sft}
        """;

    [Fact]
    public void Read_Yaml_IsAFlatListWithFullPaths() =>
        Assert.Equal(
            [
                ("seeds", "1"), ("seeds", "2"), ("labeling.temperature", "0"), ("labeling.note", "0.5"),
                ("compute.deterministic", "true"), ("stages.warm.name", "warm"), ("stages.warm.steps", "3"),
                ("stages.1.steps", "4"), ("methods.dpo.name", "dpo"), ("methods.dpo.method", "dpo"),
                ("methods.dpo.beta", "1e-1"), ("methods.dpo.training.epochs", "2"), ("methods.1.method", "sft"),
            ],
            ExperimentOptions.Read(Text).All.Select(option => (option.Path, option.Text)));

    [Fact]
    public void Read_Values_AreNumbersUnlessQuoted()
    {
        var options = ExperimentOptions.Read(Text).All.ToLookup(option => option.Path, option => option.Number);

        Assert.Equal([1, 2], options["seeds"]);
        Assert.Equal(0.1, options["methods.dpo.beta"].Single());
        Assert.Null(options["labeling.note"].Single());
        Assert.Null(options["compute.deterministic"].Single());
    }

    [Fact]
    public void Read_Methods_AreSectionsOfTheirOwn()
    {
        var sections = ExperimentOptions.Read(Text).Sections;

        Assert.Equal([null, null, null, null, "dpo", "1"], sections.Select(section => section.Method));
        Assert.Equal(
            ["name", "method", "beta", "training.epochs"], sections[4].Options.Select(option => option.Path));
    }

    [Fact]
    public void Read_CanonicalJson_IsReadAsWell() =>
        Assert.Equal(
            [("methods.dpo.beta", 0.1), ("seeds", 3)],
            ExperimentOptions.Read("""{"methods":[{"beta":0.1,"name":"dpo"}],"name":"x","seeds":[3]}""")
                .All.Where(option => option.Number is not null)
                .Select(option => (option.Path, option.Number!.Value)));

    [Fact]
    public void Read_NothingInIt_HasNoOptions() =>
        Assert.Empty(ExperimentOptions.Read("name: fake").All);

    [Fact]
    public void Read_NoYaml_Throws() => Assert.Throws<InputException>(() => ExperimentOptions.Read("{"));
}
