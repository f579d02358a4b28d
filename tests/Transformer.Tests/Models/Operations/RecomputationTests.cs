using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Tests.Models.Operations;

public sealed class RecomputationTests
{
    [Theory]
    [InlineData(ScalarType.Float32, TokenLayout.Packed)]
    [InlineData(ScalarType.Float32, TokenLayout.Padded)]
    [InlineData(ScalarType.Float64, TokenLayout.Packed)]
    [InlineData(ScalarType.BFloat16, TokenLayout.Packed)]
    public void CheckpointsActivations_OfAModel_LeavesLossAndGradientsToTheBit(ScalarType type, TokenLayout layout)
    {
        using var scope = torch.NewDisposeScope();
        var config = Golden.TinyConfig() with { Layers = 3 };
        using var model = LlamaModel.Create(config, seed: 7, type);
        var samples = Golden.MakeSamples(config, 9, 4, 17);
        var expected = Digests(model, samples, layout);
        model.CheckpointsActivations = true;
        Assert.Equal(expected, Digests(model, samples, layout));
    }

    [Fact]
    public void CheckpointsActivations_OfADeepModel_TakesAFractionOfTheMemory()
    {
        using var scope = torch.NewDisposeScope();
        var config = Golden.TinyConfig() with { Layers = 12, HiddenSize = 64, IntermediateSize = 168, HeadDim = 16 };
        using var model = LlamaModel.Create(config, seed: 7);
        model.Parameters.RequireGradients();
        var batch = model.Batch(Golden.MakeSamples(config, 60, 60, 60));
        var whole = Peak();
        model.CheckpointsActivations = true;
        Assert.InRange(Peak(), 1, whole / 3);

        long Peak()
        {
            using var update = torch.NewDisposeScope();
            using var meter = LibTorch.MeasureMemory();
            LogProbabilities.PerToken(model, batch).sum().backward();
            return meter.PeakBytes;
        }
    }

    [Fact]
    public void Apply_InputWithoutGradient_StillReachesTheParameters()
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = new ParameterBuffer([new ParameterSpec { Name = "w", Shape = [2, 3] }], ScalarType.Float32,
            torch.CPU);
        buffer.RequireGradients();
        var input = torch.ones([4, 3]);
        Recomputation.Apply(input, x => [Linear.Apply(x, buffer["w"])])[0].sum().backward();
        Assert.Equal(Enumerable.Repeat(4f, 6), buffer.Gradients!.data<float>().ToArray());
    }

    [Fact]
    public void Apply_BodyThatWritesIntoItsInput_LeavesTheInput()
    {
        using var scope = torch.NewDisposeScope();
        var input = torch.ones([3]).requires_grad_();
        var output = Recomputation.Apply(
            input, x => [torch.is_grad_enabled() ? x.mul(2) : x.mul_(2)])[0];
        Assert.Equal([2f, 2f, 2f], output.detach().data<float>().ToArray());
        Assert.Equal([1f, 1f, 1f], input.detach().data<float>().ToArray());
        output.sum().backward();
        Assert.Equal([2f, 2f, 2f], input.grad!.data<float>().ToArray());
    }

    private static (ulong Loss, ulong Gradients) Digests(
        LlamaModel model, IReadOnlyList<TokenSample> samples, TokenLayout layout)
    {
        var gradients = model.Parameters.RequireGradients();
        gradients.zero_();
        var losses = LogProbabilities.PerToken(model, model.Batch(samples, layout));
        losses.sum().backward();
        return (LibTorch.Checksum(losses), LibTorch.Checksum(gradients));
    }
}
