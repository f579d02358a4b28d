using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Tests.Models;

/// <summary>
/// Log-probabilities of a large vocabulary, whose logits are made in parts, against those made whole.
/// </summary>
public sealed class LogProbabilitiesTests
{
    private const int Targets = 550;

    private static readonly ModelConfig Large = Golden.TinyConfig() with
    {
        VocabularySize = 1 << 14,
        HiddenSize = 8,
        Heads = 2,
        HeadDim = 4,
        Layers = 1,
        MaxPositions = 2 * Targets
    };

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void OfHidden_LargeVocabulary_EqualsThePlainOne(ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Large with { TieEmbeddings = false }, seed: 2, type);
        var plain = Run(model, (batch, hidden) =>
            TokenLogProbability.Apply(model.Logits(hidden), batch.Targets, 0.7));
        var parts = Run(model, (batch, hidden) => LogProbabilities.OfHidden(model, batch, hidden, 0.7));

        Assert.True(Golden.Difference(parts.Values, plain.Values) <= tolerance * 10, "log-probabilities");
        Assert.Equal(plain.IsTop.data<bool>().ToArray(), parts.IsTop.data<bool>().ToArray());
        Assert.True(Golden.Difference(parts.Loss, plain.Loss) <= tolerance, "loss");
        Assert.True(plain.Gradient.abs().max().ToDouble() > 1e-3);
        Assert.True(Golden.Difference(parts.Gradient, plain.Gradient) <= tolerance, "gradient");
    }

    [Fact]
    public void OfHidden_OfAFrozenModel_EqualsThatOfATrainedOne()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Large, seed: 2);
        var batch = model.Batch([Sample()]);
        var frozen = LogProbabilities.PerToken(model, batch);
        using (torch.no_grad())
            Assert.Equal(LibTorch.Checksum(frozen), LibTorch.Checksum(LogProbabilities.PerToken(model, batch)));
        model.Parameters.RequireGradients();
        Assert.Equal(LibTorch.Checksum(frozen), LibTorch.Checksum(LogProbabilities.PerToken(model, batch)));
    }

    /// <summary>128k words, 256 targets: 134 MB of logits.</summary>
    [Fact]
    public void OfHidden_VocabularyOf128k_TakesAtMostHalfTheMemory()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Large with { VocabularySize = 1 << 17 }, seed: 2);
        model.Parameters.RequireGradients();
        var batch = model.Batch([Golden.MakeSamples(Large, 512)[0]]);
        var plain = Peak(hidden => TokenLogProbability.Apply(model.Logits(hidden), batch.Targets, 1).LogProbabilities);
        var parts = Peak(hidden => LogProbabilities.OfHidden(model, batch, hidden).LogProbabilities);
        Assert.InRange(plain, 4L << 25, 5L << 25);
        Assert.InRange(parts, 1, plain / 2);

        long Peak(Func<Tensor, Tensor> logProbabilities)
        {
            using var update = torch.NewDisposeScope();
            using var meter = LibTorch.MeasureMemory();
            logProbabilities(model.Hidden(batch, batch.TargetIndex)).sum().backward();
            return meter.PeakBytes;
        }
    }

    private static (Tensor Values, Tensor IsTop, Tensor Loss, Tensor Gradient) Run(
        LlamaModel model, Func<TokenBatch, Tensor, (Tensor, Tensor)> measure)
    {
        var gradients = model.Parameters.RequireGradients();
        gradients.zero_();
        var batch = model.Batch([Sample()]);
        var (values, isTop) = measure(batch, model.Hidden(batch, batch.TargetIndex));
        // Every token has a weight of its own, as in PPO.
        var weights = torch.arange(1.0, batch.TargetCount + 1.0).to_type(values.dtype) / batch.TargetCount;
        var loss = (values * weights).mean().neg();
        loss.backward();
        return (values.detach(), isTop, loss.detach().view(1), gradients.clone());
    }

    private static TokenSample Sample() => Golden.MakeSamples(Large, 2 * Targets)[0];
}
