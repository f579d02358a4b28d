using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Chooses one token per row: the most likely, or by inverting the distribution at one uniform per row.
/// </summary>
internal sealed class TokenSampler(GenerationOptions options)
{
    private readonly CounterRandom _random = new(options.Seed, options.Stream);

    /// <summary>Chooses tokens.</summary>
    /// <param name="logits">[B, V].</param>
    /// <param name="keys">[B]: the row id of each row and the number of its new token in its answer, from 0.</param>
    /// <returns>[B] int64, on the logits' device.</returns>
    public Tensor Choose(Tensor logits, (ulong Row, int Place)[] keys)
    {
        if (options.IsGreedy)
            return logits.argmax(-1);
        var uniforms = Array.ConvertAll(keys, key => _random.NextDouble(key.Row, (ulong)key.Place));
        return Invert(Distribution(logits), LibTorch.Upload(uniforms, logits.device));
    }

    /// <summary>log softmax(logits / temperature) at the chosen tokens.</summary>
    /// <param name="logits">[B, V].</param>
    /// <param name="chosen">[B] int64.</param>
    /// <returns>[B] float32.</returns>
    public Tensor LogProbabilities(Tensor logits, Tensor chosen)
    {
        var scaled = logits.to_type(ScalarType.Float32) / (options.IsGreedy ? 1 : options.Temperature);
        return scaled.gather(1, chosen.unsqueeze(1)).squeeze(1) - scaled.logsumexp(1);
    }

    /// <summary>The distribution that is drawn from: temperature, then top-k, then top-p.</summary>
    /// <param name="logits">[B, V].</param>
    /// <returns>[B, V] float64; rows need not sum to 1, tokens left out have 0.</returns>
    internal Tensor Distribution(Tensor logits)
    {
        var scaled = logits.to_type(ScalarType.Float64) / options.Temperature;
        if (options.TopK is { } k && k < scaled.size(1))
        {
            var (best, _) = scaled.topk(k, dim: -1);
            scaled = scaled.masked_fill(scaled.lt(best.narrow(1, k - 1, 1)), double.NegativeInfinity);
        }
        var shares = scaled.softmax(-1);
        return options.TopP is { } mass and < 1 ? shares.masked_fill(shares.lt(Smallest(shares, mass)), 0) : shares;
    }

    // A token is kept while the mass ahead of it is below p; the last one kept gives the threshold.
    private static Tensor Smallest(Tensor shares, double mass)
    {
        var (sorted, _) = shares.sort(-1, descending: true);
        var ahead = CumulativeSum.Of(sorted) - sorted;
        return sorted.masked_fill(ahead.ge(mass), 1).amin([-1], keepdim: true); // [B, 1]
    }

    /// <summary>The token in whose part of the cumulative distribution the uniform falls.</summary>
    /// <param name="shares">[B, V] float64, not necessarily summing to 1.</param>
    /// <param name="uniforms">[B] float64 in [0, 1).</param>
    /// <returns>[B] int64.</returns>
    internal static Tensor Invert(Tensor shares, Tensor uniforms)
    {
        var cumulative = CumulativeSum.Of(shares); // [B, V]
        var last = shares.size(1) - 1;
        var total = cumulative.narrow(1, last, 1);
        // Rounding may carry uniform · total up to the total itself, past every token; the largest number below stays
        // in.
        var point = torch.minimum(uniforms.unsqueeze(1) * total, total * (1 - Math.ScaleB(1, -52)));
        return cumulative.le(point).sum(dim: -1);
    }
}
