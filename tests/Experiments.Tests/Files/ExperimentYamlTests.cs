using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

public sealed class ExperimentYamlTests
{
    private const string Short =
        """
        name: quickstart
        seeds: [1, 2]
        data: {kind: world, animals: 60}
        supervisor: {learning_rate: 2e-05}
        methods:
          - {name: sft, method: sft, training: {epochs: 1}}
          - {name: dpo, method: dpo, from: sft, beta: 0.2}
        dtype: brain_float16

        """;

    [Fact]
    public void Write_OfAResolvedExperiment_SaysWhatIsNotTheDefault() => Assert.Equal(
        Short.Replace("kind: world, ", "", StringComparison.Ordinal)
            .Replace("2e-05", "0.00002", StringComparison.Ordinal),
        Rewritten(Short));

    [Fact]
    public void Write_Always_MeansTheSame()
    {
        var before = ExperimentWriter.Write(Parse(Short));
        var after = ExperimentWriter.Write(Parse(Rewritten(Short)));

        Assert.Equal(before, after);
    }

    [Fact]
    public void Write_OfALongItem_GoesOverLines()
    {
        var name = new string('n', 100);

        var text = Rewritten($"name: a\nseeds: [1]\nmethods: [{{name: {name}, method: dpo, beta: 0.25}}]");

        Assert.Equal($"name: a\nseeds: [1]\nmethods:\n  - name: {name}\n    method: dpo\n    beta: 0.25\n", text);
    }

    [Fact]
    public void Write_OfAnUnknownTask_IsNothing() =>
        Assert.Null(new ExperimentYaml(TestCatalogue.Make()).Write(new JsonObject { ["task"] = "other" }));

    private static Experiment Parse(string text) =>
        ExperimentReader.Parse(text, "a.yaml", "/", [], TestCatalogue.Make());

    private static string Rewritten(string text) =>
        new ExperimentYaml(TestCatalogue.Make())
            .Write(JsonNode.Parse(ExperimentWriter.Write(Parse(text)))!.AsObject())!;
}
