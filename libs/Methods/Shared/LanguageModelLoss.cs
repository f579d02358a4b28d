using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// Next-token cross-entropy over the targets of samples: −log p, averaged per token over the whole batch.
/// </summary>
public static class LanguageModelLoss
{
    public static BatchLoss Of(LlamaModel model, IReadOnlyList<TokenSample> samples, TokenLayout layout)
    {
        var batch = model.Batch(samples, layout);
        var (logProbabilities, isTop) = LogProbabilities.PerTokenWithHits(model, batch);
        return new BatchLoss
        {
            Sum = -logProbabilities.sum(),
            Weight = batch.TargetCount,
            TokenCount = batch.TokenCount,
            Metrics = [new MetricSum("mean_token_accuracy", isTop.sum(), batch.TargetCount)],
        };
    }
}
