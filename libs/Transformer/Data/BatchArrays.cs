namespace WeakToStrong.Transformer.Data;

/// <summary>
/// One batch as plain arrays, ready to become tensors. B = samples, T = longest sample, N = kept rows (B · T when
/// padded, the sum of the lengths when packed), M = targets.
/// </summary>
public sealed record BatchArrays
{
    /// <summary>Samples, B.</summary>
    public required int SampleCount { get; init; }

    /// <summary>Tokens of the longest sample, T.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Which positions are kept.</summary>
    public required TokenLayout Layout { get; init; }

    /// <summary>[N] Token ids; the padding id where a pad is kept.</summary>
    public required long[] Tokens { get; init; }

    /// <summary>[N] Place in the sample, from 0; a pad's goes on counting.</summary>
    public required long[] Positions { get; init; }

    /// <summary>[B] Row of each sample's first token, an index into N.</summary>
    public required long[] RowStart { get; init; }

    /// <summary>[B] Tokens of each sample, pads not counted.</summary>
    public required long[] Lengths { get; init; }

    /// <summary>[N] For each kept row its place b · T + t in the padded [B, T].</summary>
    public required long[] PackedToPadded { get; init; }

    /// <summary>
    /// [B · T] For each place in the padded [B, T] its kept row; N, one past the last, where it is not kept: append one
    /// row of zeros before gathering.
    /// </summary>
    public required long[] PaddedToPacked { get; init; }

    /// <summary>[M] Row whose output predicts the target: the one before the target's own. An index into N.</summary>
    public required long[] TargetIndex { get; init; }

    /// <summary>[M] The token ids to predict.</summary>
    public required long[] Targets { get; init; }

    /// <summary>[M] The sample each target is of, 0 to B − 1, ascending.</summary>
    public required long[] TargetRow { get; init; }

    /// <summary>[B] Row of each sample's last token, an index into N.</summary>
    public required long[] LastIndex { get; init; }

    /// <summary>Kept rows, N.</summary>
    public int RowCount => Tokens.Length;

    /// <summary>Targets, M.</summary>
    public int TargetCount => Targets.Length;

    /// <summary>Lays out the samples of one batch, in the order given.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="layout">Which positions are kept.</param>
    /// <param name="maximumLength">Longest sample the model takes, tokens.</param>
    /// <param name="paddingId">
    /// Token id of the pads; any id of the vocabulary, since nothing reads their result.
    /// </param>
    /// <exception cref="ArgumentException">There is no sample, or one is too long; the message names it.</exception>
    public static BatchArrays Create(
        IReadOnlyList<TokenSample> samples, TokenLayout layout, int maximumLength, int paddingId)
    {
        if (samples.Count == 0)
            throw new ArgumentException("a batch needs at least one sample");
        if (samples.FirstOrDefault(sample => sample.Length > maximumLength) is { } tooLong)
            throw new ArgumentException(
                $"sample '{tooLong.Id}' has {tooLong.Length} tokens; the model takes at most {maximumLength}");
        return new BatchArraysBuilder(samples, layout, paddingId).Build();
    }
}
