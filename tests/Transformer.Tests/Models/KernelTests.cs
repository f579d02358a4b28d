using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Tests.Models;

/// <summary>
/// The fused CPU kernels, and the same operations composed of operators for devices, against formulas that autograd
/// differentiates.
/// </summary>
public sealed class KernelTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void RmsNorm_FusedAndComposed_EqualTheFormula(int width)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(width);
        var weight = buffer["w"];
        Compare(buffer, x => RmsNorm.Apply(x, weight, 1e-5), Formula, [7, width]);
        Compare(buffer, x => RmsNorm.Composed(x, weight, 1e-5), Formula, [7, width]);
        Compare(buffer, x => RmsNorm.Composed(x, weight, 1e-5), Formula, [3, 5, width]);

        Tensor Formula(Tensor x) => Normed(x, weight.Value);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void SwiGlu_FusedAndComposed_EqualTheFormula(int width)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(1);
        Compare(buffer, SwiGlu.Apply, Formula, [6, 2 * width]);
        Compare(buffer, SwiGlu.Composed, Formula, [6, 2 * width]);

        Tensor Formula(Tensor x) => x.narrow(1, 0, width).silu().mul(x.narrow(1, width, width));
    }

    [Theory]
    [InlineData(3, 1.0)]
    [InlineData(40, 0.7)]
    public void TokenLogProbability_FusedAndComposed_EqualTheFormula(int classes, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = Buffer(1);
        var targets = torch.tensor(new long[] { 0, classes - 1, 1, 2, 1 });
        Compare(
            buffer, x => TokenLogProbability.Apply(x.clone(), targets, temperature).LogProbabilities, Formula,
            [5, classes]);
        Compare(
            buffer, x => TokenLogProbability.Composed(x, targets, temperature).LogProbabilities, Formula,
            [5, classes]);
        var logits = Values([5, classes], 1);
        Assert.Equal(
            TokenLogProbability.Composed(logits, targets, temperature).IsTop.data<bool>().ToArray(),
            TokenLogProbability.Apply(logits, targets, temperature).IsTop.data<bool>().ToArray());

        Tensor Formula(Tensor x) =>
            x.div(temperature).log_softmax(1).gather(1, targets.unsqueeze(1)).squeeze(1);
    }

    [Theory]
    [InlineData(4, 4, 6)]
    [InlineData(6, 2, 20)]
    [InlineData(3, 1, 32)]
    public void QueryKeyNorm_FusedAndComposed_EqualTheFormula(int heads, int keyValueHeads, int dim)
    {
        using var scope = torch.NewDisposeScope();
        using var buffer = new ParameterBuffer(
            [new() { Name = "q", Shape = [dim] }, new() { Name = "k", Shape = [dim] }], ScalarType.Float64, torch.CPU);
        buffer.Values.copy_(Values([2 * dim], 4));
        buffer.RequireGradients();
        var config = Golden.TinyConfig() with { Heads = heads, KeyValueHeads = keyValueHeads, HeadDim = dim };
        var norm = new QueryKeyNorm(buffer["q"], buffer["k"], config);
        Compare(buffer, norm.Apply, Formula, [5, config.FusedAttentionSize]);
        Compare(buffer, norm.Composed, Formula, [5, config.FusedAttentionSize]);

        Tensor Formula(Tensor x)
        {
            var split = x.view(5, -1, dim).split([heads, keyValueHeads, keyValueHeads], 1);
            return torch.cat(
                [
                    Normed(split[0], buffer["q"].Value, config.RmsNormEpsilon),
                    Normed(split[1], buffer["k"].Value, config.RmsNormEpsilon), split[2]
                ],
                dim: 1).view(5, -1);
        }
    }

    [Theory]
    [InlineData(4, 4, 6, null)]
    [InlineData(6, 2, 20, null)]
    [InlineData(3, 1, 32, null)]
    [InlineData(6, 2, 20, 1)]
    [InlineData(4, 4, 6, 7)]
    [InlineData(3, 1, 32, 32)]
    public void CausalAttention_FusedAndComposed_EqualTheFormula(int heads, int keyValueHeads, int dim, int? window)
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
        var context = model.Attention(batch).Within(window);
        long[] shape = [batch.RowCount, config.FusedAttentionSize];
        Compare(buffer, x => CausalAttention.Apply(x, context), Formula, shape);
        Compare(buffer, x => ComposedAttention.Apply(x, context), Formula, shape);

        // Sample by sample, query head by query head.
        Tensor Formula(Tensor x)
        {
            var split = x.view(-1, heads + 2 * keyValueHeads, dim);
            var samples = batch.Lengths.Zip(context.Shape.RowStart, (length, start) => torch.cat(
                [.. Enumerable.Range(0, heads).Select(head => Head(split, start, length, head))], dim: 1));
            return torch.cat([.. samples]);
        }

        Tensor Head(Tensor split, long start, long length, int head)
        {
            var key = heads + head / (heads / keyValueHeads);
            Tensor Rows(Tensor all) => all.narrow(0, start, length);
            Tensor Turned(int index) => Rows(ComposedAttention.Rotate(
                split.select(1, index), context.Cosine, context.Sine));
            var scores = Turned(head).mm(Turned(key).t()) / Math.Sqrt(dim);
            var all = torch.ones([length, length], dtype: ScalarType.Bool);
            var hidden = window is { } tokens ? all.triu(1).logical_or(all.tril(-tokens)) : all.triu(1);
            return scores.masked_fill(hidden, double.NegativeInfinity).softmax(-1)
                .mm(Rows(split.select(1, key + keyValueHeads)));
        }
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

    private static Tensor Normed(Tensor x, Tensor weight, double epsilon = 1e-5) =>
        x / (x.square().mean([-1], keepdim: true) + epsilon).sqrt() * weight;

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
