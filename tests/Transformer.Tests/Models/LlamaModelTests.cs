using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Tests.Models;

public sealed class LlamaModelTests
{
    [Theory]
    [InlineData("llama-grouped")]
    [InlineData("llama-tied")]
    public void Logits_OfGoldenModel_EqualPyTorch(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var expected = Open(name);
        using var exact = LlamaCheckpoint.Load(Golden.PathOf(name), ScalarType.Float64);
        using var single = LlamaCheckpoint.Load(Golden.PathOf(name));
        var samples = Golden.Samples(expected);
        var golden = Golden.Read(expected, "logits");
        Assert.True(Golden.Difference(exact.Logits(exact.Hidden(exact.Batch(samples))), golden) < 1e-12);
        Assert.True(Golden.Difference(single.Logits(single.Hidden(single.Batch(samples))), golden) < 2e-5);
    }

    [Theory]
    [InlineData("llama-grouped")]
    [InlineData("llama-tied")]
    public void Backward_OfGoldenModel_GivesPyTorchsLossAndEveryGradient(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var expected = Open(name);
        using var model = LlamaCheckpoint.Load(Golden.PathOf(name), ScalarType.Float64);
        model.Parameters.RequireGradients();
        var loss = LogProbabilities.PerToken(model, model.Batch(Golden.Samples(expected))).mean().neg();
        loss.backward();
        Assert.True(Golden.Difference(loss.detach().view(1), Golden.Read(expected, "loss")) < 1e-13);
        foreach (var spec in model.Parameters.Specs)
        {
            var golden = Golden.Read(expected, "gradient." + spec.Name);
            Assert.True(Golden.Difference(model.Parameters[spec.Name].Gradient!, golden) < 1e-12, spec.Name);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void PerToken_PackedPaddedOrAlone_Agree(int keyValueHeads)
    {
        using var scope = torch.NewDisposeScope();
        var config = Golden.TinyConfig(keyValueHeads);
        using var model = LlamaModel.Create(config, seed: 5, ScalarType.Float64);
        var samples = Golden.MakeSamples(config, 9, 3, 17, 9);
        var packed = GradientOf(model, samples, TokenLayout.Packed);
        var padded = GradientOf(model, samples, TokenLayout.Padded);
        var alone = samples.Select(sample => GradientOf(model, [sample], TokenLayout.Packed)).ToArray();
        Assert.True(Golden.Difference(padded.Losses, packed.Losses) < 1e-12);
        Assert.True(Golden.Difference(torch.cat([.. alone.Select(one => one.Losses)]), packed.Losses) < 1e-12);
        Assert.True(Golden.Difference(padded.Gradient, packed.Gradient) < 1e-12);
        var sum = torch.stack(alone.Select(one => one.Gradient)).sum(dim: 0);
        Assert.True(Golden.Difference(sum, packed.Gradient) < 1e-12);
    }

    [Fact]
    public void PerToken_BFloat16_IsCloseToFloat32AndHasAGradient()
    {
        using var scope = torch.NewDisposeScope();
        var config = Golden.TinyConfig();
        using var single = LlamaModel.Create(config, seed: 5);
        using var half = LlamaModel.Create(config, seed: 5, ScalarType.BFloat16);
        var samples = Golden.MakeSamples(config, 9, 4);
        var expected = GradientOf(single, samples, TokenLayout.Packed);
        var actual = GradientOf(half, samples, TokenLayout.Packed);
        Assert.Equal(ScalarType.Float32, actual.Losses.dtype);
        Assert.True(Golden.Difference(actual.Losses, expected.Losses) < 0.5);
        var gap = (actual.Gradient.to_type(ScalarType.Float32) - expected.Gradient).norm().ToDouble();
        Assert.InRange(gap / expected.Gradient.norm().ToDouble(), 1e-4, 0.1);
    }

    [Fact]
    public void Hidden_OfSomeRows_EqualsThoseOfAllRows()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var config = Golden.TinyConfig();
        using var model = LlamaModel.Create(config, seed: 1, ScalarType.Float64);
        var batch = model.Batch(Golden.MakeSamples(config, 6, 11));
        var all = model.Hidden(batch).index_select(0, batch.LastIndex);
        Assert.True(Golden.Difference(model.Hidden(batch, batch.LastIndex), all) < 1e-12);
    }

    [Fact]
    public void Batch_TokenOutsideVocabulary_NamesSampleAndToken()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 1);
        var problem = Assert.Throws<ArgumentException>(
            () => model.Batch([TokenSample.ForPretraining("doc 7", [1, 31])]));
        Assert.Contains("'doc 7' has token 31", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithHeads_NewHead_LeavesTrunkAndOriginalUnchanged()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 3);
        var before = model.Parameters.Checksum();
        using var scored = model.WithHeads(9, new ScalarHeadSpec { Name = ScalarHeadSpec.Score });
        using var valued = scored.WithHeads(
            9, new ScalarHeadSpec { Name = ScalarHeadSpec.Score },
            new ScalarHeadSpec { Name = ScalarHeadSpec.Value, StartsAtZero = true });
        Assert.Equal(before, model.Parameters.Checksum());
        Assert.Equal(LibTorch.Checksum(model.Parameters.Values),
            LibTorch.Checksum(scored.Parameters.Values.narrow(0, 0, model.Parameters.Length)));
        Assert.Equal(LibTorch.Checksum(scored.Head(ScalarHeadSpec.Score).Weight.Value),
            LibTorch.Checksum(valued.Head(ScalarHeadSpec.Score).Weight.Value));
        Assert.Equal(0, valued.Head(ScalarHeadSpec.Value).Weight.Value.abs().max().ToDouble());
        Assert.True(scored.Head(ScalarHeadSpec.Score).Weight.Value.abs().max().ToDouble() > 0.01);
    }

    [Fact]
    public void ScalarHead_Backward_ReachesHeadAndTrunk()
    {
        using var scope = torch.NewDisposeScope();
        var config = Golden.TinyConfig();
        using var model = LlamaModel.Create(
            config, seed: 3, ScalarType.Float64, null, new ScalarHeadSpec { Name = ScalarHeadSpec.Score });
        model.Parameters.RequireGradients();
        var batch = model.Batch(Golden.MakeSamples(config, 6, 11));
        var head = model.Head(ScalarHeadSpec.Score);
        var hidden = model.Hidden(batch, batch.LastIndex);
        head.Apply(hidden).sum().backward();
        Assert.True(Golden.Difference(head.Weight.Gradient!, hidden.detach().sum(0, keepdim: true)) < 1e-12);
        Assert.Equal(2, head.Bias.Gradient!.ToDouble());
        Assert.True(model.Parameters[LlamaLayout.Embedding].Gradient!.abs().max().ToDouble() > 0);
    }

    private static (Tensor Losses, Tensor Gradient) GradientOf(
        LlamaModel model, IReadOnlyList<TokenSample> samples, TokenLayout layout)
    {
        var gradients = model.Parameters.RequireGradients();
        gradients.zero_();
        var batch = model.Batch(samples, layout);
        var losses = LogProbabilities.SumPerRow(LogProbabilities.PerToken(model, batch), batch).neg();
        losses.sum().backward();
        return (losses.detach(), gradients.clone());
    }

    private static SafetensorsFile Open(string name) =>
        SafetensorsFile.Open(Path.Combine(Golden.PathOf(name), "expected.safetensors"));
}
