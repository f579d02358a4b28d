using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Tests.Models;

public sealed class ParameterInitializerTests
{
    // Taken from this library; a change of it changes every experiment's bits and raises the revision of its steps.
    private const ulong GoldenChecksum = 212698529193393032;

    [Theory]
    [InlineData("model.embed_tokens.weight", 0.1)]
    [InlineData("model.layers.1.self_attn.k_proj.weight", 0.0721688)]  // 1/√192
    [InlineData("model.layers.0.self_attn.o_proj.weight", 0.00721688)] // a tenth of that
    [InlineData("model.layers.0.mlp.up_proj.weight", 0.0721688)]
    [InlineData("model.layers.1.mlp.down_proj.weight", 0.00441942)]    // 0.1/√512
    public void Create_LinearAndEmbedding_HaveTheStatedSpread(string name, double deviation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Presets.Get("micro", 540), seed: 1);
        var weights = model.Parameters[name].Value.detach();
        Assert.Equal(deviation, weights.std().ToDouble(), deviation * 0.02);
        Assert.Equal(0, weights.mean().ToDouble(), deviation * 0.02);
        Assert.InRange(weights.abs().max().ToDouble(), deviation * 3.5, deviation * 6);
    }

    [Fact]
    public void Create_Norms_AreOne()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 1);
        foreach (var spec in model.Parameters.Specs.Where(spec => spec.Name.Contains("norm", StringComparison.Ordinal)))
            Assert.Equal(0, model.Parameters[spec.Name].Value.detach().sub(1).abs().max().ToDouble());
    }

    [Fact]
    public void Create_TensorOfAName_DependsOnSeedAndNameAlone()
    {
        using var scope = torch.NewDisposeScope();
        const string name = "model.layers.0.mlp.gate_proj.weight";
        using var tied = LlamaModel.Create(Golden.TinyConfig(), seed: 8);
        using var larger = LlamaModel.Create(
            Golden.TinyConfig() with { VocabularySize = 50, TieEmbeddings = false, Layers = 3 }, seed: 8);
        using var other = LlamaModel.Create(Golden.TinyConfig(), seed: 9);
        Assert.Equal(Checksum(tied), Checksum(larger));
        Assert.NotEqual(Checksum(tied), Checksum(other));

        ulong Checksum(LlamaModel model) => LibTorch.Checksum(model.Parameters[name].Value);
    }

    [Fact]
    public void Create_Float32_HasTheGoldenChecksum()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 20240);
        Assert.Equal(GoldenChecksum, model.Parameters.Checksum());
    }
}
