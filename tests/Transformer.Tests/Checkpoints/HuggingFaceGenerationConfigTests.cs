using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Checkpoints;

public sealed class HuggingFaceGenerationConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        var config = new HuggingFaceGenerationConfig
        {
            BeginningOfSequenceId = 1,
            EndOfSequenceIds = [2, 5],
            PaddingId = 0,
            Sample = true,
            Temperature = 0.7,
            TopP = 0.9,
            MaximumNewTokens = 48
        };

        config.Save(_folder.Path);
        var loaded = HuggingFaceGenerationConfig.Load(_folder.Path);

        Assert.Equal(config.EndOfSequenceIds, loaded.EndOfSequenceIds);
        Assert.Equal(config, loaded with { EndOfSequenceIds = config.EndOfSequenceIds });
    }

    [Fact]
    public void Load_EmptyObject_StatesNothing()
    {
        _folder.Write("generation_config.json", "{}");

        var loaded = HuggingFaceGenerationConfig.Load(_folder.Path);

        Assert.False(loaded.Sample);
        Assert.Null(loaded.Temperature);
        Assert.Null(loaded.EndOfSequenceIds);
    }

    [Theory]
    [InlineData("[5, 4000]", 5)]
    [InlineData("4000")]
    public void Load_IdsOutsideTheVocabulary_AreLeftOut(string ends, params int[] expected)
    {
        _folder.Write(
            "generation_config.json", $$"""{"eos_token_id": {{ends}}, "pad_token_id": 4000, "bos_token_id": 4000}""");

        var loaded = HuggingFaceGenerationConfig.Load(_folder.Path, vocabulary: 259);

        Assert.Equal(expected, loaded.EndOfSequenceIds);
        Assert.Null(loaded.PaddingId);
        Assert.Null(loaded.BeginningOfSequenceId);
    }

    [Fact]
    public void Load_FieldWrong_NamesIt()
    {
        _folder.Write("generation_config.json", """{"temperature":"hot"}""");

        var error = Assert.Throws<CheckpointException>(() => HuggingFaceGenerationConfig.Load(_folder.Path));

        Assert.Contains("field 'temperature' is \"hot\"; expected a number", error.Message);
    }
}
