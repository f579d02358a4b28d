using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Models;

/// <summary>Log-probabilities a model gives the targets of a batch.</summary>
public static class LogProbabilities
{
    // Logits of a smaller vocabulary are not much larger than what the layers keep, and whole they are faster.
    private const int LargeVocabulary = 1 << 14;

    /// <summary>
    /// Most logits that exist at once for a large vocabulary: constants, so that no result depends on free memory. A
    /// device needs more rows to be busy than a processor does.
    /// </summary>
    internal static long LogitsAtOnce(bool onDevice) => onDevice ? 1L << 26 : 1L << 23;

    /// <summary>Whether the logits of so many targets never exist at once.</summary>
    internal static bool AreInParts(int vocabulary, long targets, bool onDevice) =>
        vocabulary >= LargeVocabulary && targets * vocabulary > LogitsAtOnce(onDevice);

    /// <summary>log p of every target, with a gradient unless recording is off.</summary>
    /// <param name="batch">M targets.</param>
    /// <param name="temperature">What the logits are divided by first.</param>
    /// <returns>[M], float32 (float64 of a float64 model), in the order of <see cref="TokenBatch.Targets"/>.</returns>
    public static Tensor PerToken(LlamaModel model, TokenBatch batch, double temperature = 1) =>
        PerTokenWithHits(model, batch, temperature).LogProbabilities;

    /// <summary>As <see cref="PerToken"/>, and whether each target is what greedy decoding would take.</summary>
    /// <returns>[M] log-probabilities, and [M] bool: no token is more likely.</returns>
    public static (Tensor LogProbabilities, Tensor IsTop) PerTokenWithHits(
        LlamaModel model, TokenBatch batch, double temperature = 1) =>
        OfHidden(model, batch, model.Hidden(batch, batch.TargetIndex), temperature);

    /// <summary>As <see cref="PerTokenWithHits"/>, of hidden states that a value head reads too.</summary>
    /// <param name="hidden">[M, C]: <c>model.Hidden(batch, batch.TargetIndex)</c>.</param>
    public static (Tensor LogProbabilities, Tensor IsTop) OfHidden(
        LlamaModel model, TokenBatch batch, Tensor hidden, double temperature = 1)
    {
        if (!(temperature > 0))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "allowed: above 0");
        return AreInParts(model.Config.VocabularySize, hidden.size(0), hidden.is_cuda)
            ? InParts(model, batch, hidden, temperature)
            : TokenLogProbability.Apply(model.Logits(hidden), batch.Targets, temperature);
    }

    /// <summary>Sums per-token numbers over each sample.</summary>
    /// <param name="perToken">[M], in the order of <see cref="TokenBatch.Targets"/>.</param>
    /// <returns>[B]; 0 for a sample without targets.</returns>
    public static Tensor SumPerRow(Tensor perToken, TokenBatch batch) =>
        torch.zeros([batch.SampleCount], dtype: perToken.dtype, device: perToken.device)
            .index_add(0, batch.TargetRow, perToken, 1);

    // The logits of some rows at a time, made again in the backward pass: all of them never exist at once.
    private static (Tensor LogProbabilities, Tensor IsTop) InParts(
        LlamaModel model, TokenBatch batch, Tensor hidden, double temperature)
    {
        var rows = Math.Max(1, LogitsAtOnce(hidden.is_cuda) / model.Config.VocabularySize);
        var (values, tops) = (new List<Tensor>(), new List<Tensor>());
        foreach (var (part, targets) in hidden.split(rows).Zip(batch.Targets.split(rows)))
        {
            using var scope = torch.NewDisposeScope();
            var outputs = Recomputation.Apply(part, some =>
            {
                var (chosen, isTop) = TokenLogProbability.Apply(model.Logits(some), targets, temperature);
                return [chosen, isTop];
            });
            values.Add(scope.MoveToOuter(outputs[0]));
            tops.Add(scope.MoveToOuter(outputs[1]));
        }
        return (torch.cat(values), torch.cat(tops));
    }
}
