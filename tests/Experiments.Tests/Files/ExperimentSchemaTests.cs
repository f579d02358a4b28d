using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

public sealed class ExperimentSchemaTests
{
    private static readonly JsonObject Schema = ExperimentSchema.Make(TestCatalogue.Make());

    // Each as the reader sees it as well, so that the two cannot drift apart.
    [Theory]
    [InlineData("""{"name": "a", "seeds": [1]}""", true)]
    [InlineData("""{"name": "a", "seeds": [1], "task": "correction", "data": {"kind": "world", "animals": 3}}""", true)]
    [InlineData("""{"name": "a", "seeds": [1], "data": {"animals": 3}}""", true)]
    [InlineData("""{"name": "a", "seeds": [1], "methods": [{"name": "x", "method": "dpo", "beta": 1e-3}]}""", true)]
    [InlineData("""{"name": "a", "seeds": [1], "methods": [{"name": "x", "method": "sft", "training": {}}]}""", true)]
    [InlineData("""{"name": "a", "seeds": [1], "supervisor": {"max_updates": null}}""", true)]
    [InlineData("""{"name": "a", "seeds": [1], "dtype": "float32", "deterministic": false}""", true)]
    [InlineData("""{"seeds": [1]}""", false)]
    [InlineData("""{"name": "a b", "seeds": [1]}""", false)]
    [InlineData("""{"name": "a", "seeds": []}""", false)]
    [InlineData("""{"name": "a", "seeds": [1, 1]}""", false)]
    [InlineData("""{"name": "a", "seeds": [-1]}""", false)]
    [InlineData("""{"name": "a", "seeds": [1.5]}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "task": "other"}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "unknown": 1}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "data": {"kind": "world", "supervisor": "x"}}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "data": {"kind": "files"}}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "methods": [{"name": "x", "method": "sft", "beta": 1}]}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "methods": [{"name": "x"}]}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "methods": [{"name": "x", "method": "dpo", "beta": 0}]}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "supervisor": {"epochs": "3"}}""", false)]
    [InlineData("""{"name": "a", "seeds": [1], "dtype": "float64"}""", false)]
    public void Make_Example_IsJudgedAsTheReaderJudgesIt(string json, bool isValid)
    {
        Assert.Equal(isValid, SchemaCheck.IsValid(JsonNode.Parse(json), Schema));
        Assert.Equal(isValid, ReaderAccepts(json));
    }

    [Fact]
    public void Make_ResolvedExperiment_IsValid()
    {
        var experiment = ExperimentReader.Parse(
            "name: a\nseeds: [1]\nmethods: [{name: x, method: sft}]", "x", "/", [], TestCatalogue.Make());

        Assert.True(SchemaCheck.IsValid(ExperimentWriter.ToJson(experiment), Schema));
    }

    [Fact]
    public void Make_Keys_CarryDefaultsAndDescriptions()
    {
        var epochs = Schema["properties"]!["supervisor"]!["properties"]!["epochs"]!;

        Assert.Equal(3, epochs["default"]!.GetValue<int>());
        Assert.Equal("Passes over the data.", epochs["description"]!.GetValue<string>());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema["$schema"]!.GetValue<string>());
    }

    private static bool ReaderAccepts(string json)
    {
        try
        {
            ExperimentReader.Parse(json, "x", "/", [], TestCatalogue.Make());
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
