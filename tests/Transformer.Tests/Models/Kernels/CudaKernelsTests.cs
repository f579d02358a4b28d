using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels.Cuda;
using WeakToStrong.Transformer.Models.Operations;
using WeakToStrong.Transformer.Tests.Models.Kernels.Emulation;

namespace WeakToStrong.Transformer.Tests.Models.Kernels;

/// <summary>
/// The kernels of CUDA devices, computed on the CPU, against the operators that they stand for: widths that take
/// accesses of 16 bytes and of one element, rows of a few threads, a warp and a block. A device itself has
/// <c>w2s selftest</c>.
/// </summary>
public sealed class CudaKernelsTests
{
    private const double Epsilon = 1e-5;

    [Theory]
    [InlineData(ScalarType.BFloat16, 64, 0, 8)]
    [InlineData(ScalarType.BFloat16, 12, 0, 4)]
    [InlineData(ScalarType.BFloat16, 33, 0, 1)]
    [InlineData(ScalarType.BFloat16, 64, 2, 2)]
    [InlineData(ScalarType.Float32, 64, 0, 4)]
    [InlineData(ScalarType.Float64, 64, 1, 1)]
    public void AccessWidth_OfAnExtentAndAPlace_DividesBoth(ScalarType type, long extent, long offset, int expected)
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros([128], dtype: type).narrow(0, offset, 64);
        Assert.Equal(expected, CudaKernels.AccessWidth(extent, tensor));
    }

    [Fact]
    public void Serves_OfATensorOnTheCpu_IsFalseUnlessAskedFor()
    {
        using var scope = torch.NewDisposeScope();
        Assert.False(CudaKernels.Serves(torch.zeros([2, 2])));
        using var emulation = EmulatedKernels.Use();
        Assert.True(CudaKernels.Serves(torch.zeros([2, 2])));
    }

    [Theory]
    [InlineData(ScalarType.Float64, 64)]
    [InlineData(ScalarType.Float32, 33)]
    [InlineData(ScalarType.BFloat16, 64)]
    [InlineData(ScalarType.BFloat16, 1536)]
    public void RmsNorm_IsTheOperators(ScalarType type, int width) => AssertEqual(type, () =>
    {
        using var parameters = Parameters(type, width);
        var results = WithGradient(type, [11, width], x => RmsNorm.Apply(x, parameters["0"], Epsilon));
        return [.. results, parameters.Gradients!.clone()];
    });

    [Theory]
    [InlineData(ScalarType.Float32, 6, 2, 20)]
    [InlineData(ScalarType.BFloat16, 3, 1, 32)]
    public void QueryKeyNorm_IsTheOperators(ScalarType type, int heads, int keyHeads, int dim) =>
        AssertEqual(type, () =>
        {
            var config = Golden.TinyConfig() with { Heads = heads, KeyValueHeads = keyHeads, HeadDim = dim };
            using var parameters = Parameters(type, dim, dim);
            var norm = new QueryKeyNorm(parameters["0"], parameters["1"], config);
            var results = WithGradient(type, [9, config.FusedAttentionSize], norm.Apply);
            return [.. results, parameters.Gradients!.clone()];
        });

    [Theory]
    [InlineData(ScalarType.Float64, 5)]
    [InlineData(ScalarType.Float32, 160)]
    [InlineData(ScalarType.BFloat16, 5)]
    [InlineData(ScalarType.BFloat16, 2064)]
    public void SwiGlu_IsTheOperators(ScalarType type, int width) =>
        AssertEqual(type, () => WithGradient(type, [7, 2 * width], SwiGlu.Apply));

    [Theory]
    [InlineData(ScalarType.Float64, 211, 0.7)]
    [InlineData(ScalarType.Float32, 4096, 1)]
    [InlineData(ScalarType.BFloat16, 211, 1)]
    [InlineData(ScalarType.BFloat16, 4096, 0.7)]
    public void TokenLogProbability_IsTheOperators(ScalarType type, int classes, double temperature) =>
        AssertEqual(type, () =>
        {
            var targets = torch.tensor(new long[] { 0, classes - 1, 1, 2, 1 });
            Tensor? isTop = null;
            var results = WithGradient(type, [5, classes], logits =>
            {
                (var values, isTop) = TokenLogProbability.Apply(logits.clone(), targets, temperature);
                return values;
            });
            return [.. results, isTop!.to_type(ScalarType.Float64)];
        });

    /// <summary>Samples of different lengths, two query heads to a key head.</summary>
    [Theory]
    [InlineData(ScalarType.Float64, 6)]
    [InlineData(ScalarType.Float32, 16)]
    [InlineData(ScalarType.BFloat16, 32)]
    public void Attention_OfTurnedHeads_IsTheOperators(ScalarType type, int dim) => AssertEqual(type, () =>
    {
        using var model = LlamaModel.Create(Golden.TinyConfig() with { HeadDim = dim }, seed: 3, type);
        var batch = model.Batch(Golden.MakeSamples(model.Config, 9, 4, 1));
        var context = model.Attention(batch);
        return WithGradient(
            type, [batch.RowCount, model.Config.FusedAttentionSize], fused => ComposedAttention.Apply(fused, context));
    });

    private static void AssertEqual(ScalarType type, Func<Tensor[]> compute)
    {
        using var scope = torch.NewDisposeScope();
        using var emulation = EmulatedKernels.Use();
        var found = compute();
        CudaKernels.ServesCpu = false;
        foreach (var (mine, theirs) in found.Zip(compute()))
        {
            var size = theirs.to_type(ScalarType.Float64).abs().max().ToDouble();
            Assert.InRange(Golden.Difference(mine, theirs) / Math.Max(size, 1e-3), 0, Bound(type));
        }
    }

    // Operators round to 16 bits in between, several times.
    private static double Bound(ScalarType type) => type switch
    {
        ScalarType.Float64 => 1e-12,
        ScalarType.Float32 => 1e-5,
        _ => 3e-2,
    };

    // The result, and the gradient of a sum in which every element counts differently, a norm's as its input: that is
    // the part of the gradient that goes along it.
    private static Tensor[] WithGradient(ScalarType type, long[] shape, Func<Tensor, Tensor> function)
    {
        var input = Values(shape, phase: 1).to_type(type).requires_grad_();
        var result = function(input);
        var copy = result.detach().clone();
        result.mul(Values(result.shape, phase: 1).to_type(result.dtype)).sum().backward();
        return [copy, input.grad!];
    }

    private static ParameterBuffer Parameters(ScalarType type, params int[] widths)
    {
        var specs = widths.Select((width, index) => new ParameterSpec { Name = $"{index}", Shape = [width] });
        var parameters = new ParameterBuffer([.. specs], type, torch.CPU);
        parameters.Values.copy_(Values([widths.Sum()], phase: 2));
        parameters.RequireGradients();
        return parameters;
    }

    private static Tensor Values(long[] shape, int phase) => torch
        .arange(shape.Aggregate(1L, (product, extent) => product * extent)).to_type(ScalarType.Float64)
        .mul(0.7 + phase).add(phase).sin().mul(2).view(shape);
}
