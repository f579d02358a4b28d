using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Tests.Models;

/// <summary>
/// The fused CPU kernels against the same operation composed of operators and differentiated by autograd.
/// </summary>
public sealed class KernelTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void RmsNorm_Fused_EqualsComposed(int width)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(width);
        var weight = buffer["w"];
        Compare(
            buffer, x => RmsNorm.Apply(x, weight, 1e-5), x => RmsNorm.Composed(x, weight.Value, 1e-5), [7, width]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void SwiGlu_Fused_EqualsComposed(int width)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(1);
        Compare(buffer, SwiGlu.Apply, SwiGlu.Composed, [6, 2 * width]);
    }

    [Theory]
    [InlineData(3, 1.0)]
    [InlineData(40, 0.7)]
    public void TokenLogProbability_Fused_EqualsComposed(int classes, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(1);
        var targets = torch.tensor(new long[] { 0, classes - 1, 1, 2, 1 });
        Compare(
            buffer, x => TokenLogProbability.Apply(x.clone(), targets, temperature).LogProbabilities,
            x => TokenLogProbability.Composed(x, targets, temperature).LogProbabilities, [5, classes]);
        var logits = Values([5, classes], 1);
        Assert.Equal(
            TokenLogProbability.Composed(logits, targets, temperature).IsTop.data<bool>().ToArray(),
            TokenLogProbability.Apply(logits, targets, temperature).IsTop.data<bool>().ToArray());
    }

    [Theory]
    [InlineData(4, 4, 6)]
    [InlineData(6, 2, 20)]
    [InlineData(3, 1, 32)]
    public void QueryKeyNorm_Fused_EqualsComposed(int heads, int keyValueHeads, int dim)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = new ParameterBuffer(
            [new() { Name = "q", Shape = [dim] }, new() { Name = "k", Shape = [dim] }], ScalarType.Float64, torch.CPU);
        buffer.Values.copy_(Values([2 * dim], 4));
        buffer.RequireGradients();
        var config = Golden.TinyConfig() with { Heads = heads, KeyValueHeads = keyValueHeads, HeadDim = dim };
        var norm = new QueryKeyNorm(buffer["q"], buffer["k"], config);
        Compare(buffer, norm.Apply, norm.Composed, [5, config.FusedAttentionSize]);
    }

    [Theory]
    [InlineData(4, 4, 6, null)]
    [InlineData(6, 2, 20, null)]
    [InlineData(3, 1, 32, null)]
    [InlineData(6, 2, 20, 1)]
    [InlineData(4, 4, 6, 7)]
    [InlineData(3, 1, 32, 32)]
    public void CausalAttention_Fused_EqualsComposed(int heads, int keyValueHeads, int dim, int? window)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(1);
        var config = Golden.TinyConfig() with
        {
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDim = dim,
            SlidingWindow = window
        };
        using var model = LlamaModel.Create(config, seed: 2, ScalarType.Float64);
        var batch = model.Batch(Golden.MakeSamples(config, 1, 19, 4, 33, 8));
        var context = model.Attention(batch);
        Compare(
            buffer, x => CausalAttention.Apply(x, context), x => ComposedAttention.Apply(x, context),
            [batch.RowCount, config.FusedAttentionSize]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Linear_Add_AccumulatesIntoTheFlatGradient(bool hasBias)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = MatrixAndBias();
        var (weight, bias) = (buffer["w"], hasBias ? buffer["b"] : null);
        var residual = Values([6, 4], 2);
        Compare(buffer, x => Linear.Add(residual, x, weight, bias), Composed, [6, 3]);

        Tensor Composed(Tensor x)
        {
            var sum = residual + x.matmul(weight.Value.t());
            return bias is null ? sum : sum + bias.Value;
        }
    }

    [Fact]
    public void Linear_ApplyWithBias_AccumulatesIntoTheFlatGradient()
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = MatrixAndBias();
        var (weight, bias) = (buffer["w"], buffer["b"]);
        Compare(
            buffer, x => Linear.Apply(x, weight, bias), x => x.matmul(weight.Value.t()) + bias.Value, [6, 3]);
    }

    // Outputs, gradients of the input, and gradients of the weights must agree; the weighting makes every element
    // count.
    private static void Compare(
        ParameterBuffer buffer, Func<Tensor, Tensor> fused, Func<Tensor, Tensor> composed, long[] shape)
    {
        var (actual, expected) = (Run(fused), Run(composed));
        Assert.True(Golden.Difference(actual.Output, expected.Output) < 1e-12, "output");
        Assert.True(Golden.Difference(actual.Slope, expected.Slope) < 1e-12, "input gradient");
        Assert.True(Golden.Difference(actual.Weights, expected.Weights) < 1e-12, "weight gradient");

        (Tensor Output, Tensor Slope, Tensor Weights) Run(Func<Tensor, Tensor> operation)
        {
            buffer.Gradients!.zero_();
            var x = Values(shape, 1).requires_grad_();
            var output = operation(x);
            output.mul(Values(output.shape, 3)).sum().backward();
            return (output.detach(), x.grad!, buffer.Gradients.clone());
        }
    }

    private static ParameterBuffer Buffer(int width)
    {
        var buffer = new ParameterBuffer([new() { Name = "w", Shape = [width] }], ScalarType.Float64, torch.CPU);
        buffer.Values.copy_(Values([width], 4));
        buffer.RequireGradients();
        return buffer;
    }

    private static ParameterBuffer MatrixAndBias()
    {
        var buffer = new ParameterBuffer(
            [new() { Name = "w", Shape = [4, 3] }, new() { Name = "b", Shape = [4] }], ScalarType.Float64, torch.CPU);
        buffer.Values.copy_(Values([16], 5));
        buffer.RequireGradients();
        return buffer;
    }

    private static Tensor Values(long[] shape, int phase)
    {
        var count = shape.Aggregate(1L, (product, extent) => product * extent);
        return torch.arange(count).to_type(ScalarType.Float64).mul(1.7).add(phase).sin().mul(2).view(shape);
    }
}
