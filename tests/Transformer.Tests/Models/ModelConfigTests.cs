using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Tests.Models;

public sealed class ModelConfigTests
{
    [Theory]
    [InlineData("nano", 219, 172_800)]
    [InlineData("nano", 279, 177_600)]
    [InlineData("micro", 219, 927_744)]
    [InlineData("micro", 279, 939_264)]
    public void Presets_ParameterCount_IsTheStudiedOne(string preset, int vocabulary, long expected) =>
        Assert.Equal(expected, LlamaLayout.Parameters(Presets.Get(preset, vocabulary)).Sum(spec => spec.Length));

    [Fact]
    public void Presets_Sizes_Increase()
    {
        var sizes = Presets.Names
            .Select(name => LlamaLayout.Parameters(Presets.Get(name, 500)).Sum(spec => spec.Length))
            .ToArray();
        Assert.Equal(["pico", "nano", "micro", "mini", "small", "base"], Presets.Names);
        Assert.Equal(sizes.Order(), sizes);
        Assert.InRange(sizes[0], 90_000, 160_000);
        Assert.InRange(sizes[^1], 25_000_000, 35_000_000);
    }

    [Fact]
    public void Presets_UnknownName_ListsTheKnown()
    {
        var problem = Assert.Throws<ArgumentException>(() => Presets.Get("tiny", 100));
        Assert.Equal("unknown model preset 'tiny'; known: pico, nano, micro, mini, small, base", problem.Message);
    }

    [Fact]
    public void Validated_HeadsNotDivisible_NamesTheSizeAndWhatIsAllowed()
    {
        var config = Golden.TinyConfig() with { KeyValueHeads = 3 };
        var problem = Assert.Throws<ArgumentException>(config.Validated);
        Assert.Equal("KeyValueHeads is 3; allowed: a divisor of Heads = 4", problem.Message);
    }

    [Fact]
    public void Validated_EndTokenOutsideVocabulary_IsRefused() => Assert.Throws<ArgumentException>(
        () => (Golden.TinyConfig() with { EosTokenIds = [31] }).Validated());

    [Fact]
    public void FromHuggingFace_OfToHuggingFace_IsTheSame()
    {
        var config = Golden.TinyConfig() with { RopeTheta = 77, BosTokenId = 3, PadTokenId = 0, TieEmbeddings = false };
        Assert.Equal(config, ModelConfig.FromHuggingFace(config.ToHuggingFace()));
    }
}
