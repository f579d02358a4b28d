using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Checkpoints;

public sealed class GenerationSettingsTests : IDisposable
{
    private const string FileName = "generation_config.json";

    private readonly TemporaryFolder _source = new();
    private readonly TemporaryFolder _target = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public void NotApplied_WithoutAFile_IsNothing() => Assert.Empty(GenerationSettings.NotApplied(_source.Path));

    [Fact]
    public void NotApplied_SettingsWithAnEffect_AreNamedWithTheirValues()
    {
        _source.Write(
            FileName,
            """
            {"do_sample": true, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05,
             "no_repeat_ngram_size": 3, "suppress_tokens": [7, 8]}
            """);

        Assert.Equal(
            ["no_repeat_ngram_size 3", "repetition_penalty 1.05", "suppress_tokens [7, 8]"],
            GenerationSettings.NotApplied(_source.Path));
    }

    [Fact]
    public void NotApplied_SettingsWithoutAnEffect_AreNotNamed()
    {
        _source.Write(
            FileName,
            """
            {"repetition_penalty": 1.0, "no_repeat_ngram_size": 0, "min_new_tokens": null, "suppress_tokens": [],
             "num_beams": 1}
            """);

        Assert.Empty(GenerationSettings.NotApplied(_source.Path));
    }

    [Fact]
    public void Keep_OfAModel_TakesItsSettingsAndLeavesTheIds()
    {
        _source.Write(FileName, """{"repetition_penalty": 1.05, "do_sample": true, "eos_token_id": 9, "top_k": 20}""");
        _target.Write(FileName, """{"do_sample": false, "eos_token_id": [2, 3], "pad_token_id": 1}""");

        GenerationSettings.Keep(_source.Path, _target.Path);

        var kept = JsonNode.Parse(File.ReadAllText(_target.File(FileName)))!;
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {"do_sample": true, "eos_token_id": [2, 3], "pad_token_id": 1, "repetition_penalty": 1.05,
                 "top_k": 20}
                """),
            kept), kept.ToJsonString());
    }

    [Fact]
    public void Keep_OfAModelWithoutSettings_LeavesTheFile()
    {
        var file = _target.Write(FileName, """{"do_sample": false}""");

        GenerationSettings.Keep(_source.Path, _target.Path);

        Assert.Equal("""{"do_sample": false}""", File.ReadAllText(file));
    }
}
