using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// One batch of samples as tensors. N = rows the model works on, B = samples, T = longest sample, M = targets. The
/// tensors belong to the dispose scope the batch was made in.
/// </summary>
public sealed class TokenBatch
{
    private readonly BatchArrays _arrays;

    private TokenBatch(BatchArrays arrays, Device device)
    {
        _arrays = arrays;
        Tokens = Indices(arrays.Tokens, device);
        Positions = Indices(arrays.Positions, device);
        TargetIndex = Indices(arrays.TargetIndex, device);
        Targets = Indices(arrays.Targets, device);
        TargetRow = Indices(arrays.TargetRow, device);
        LastIndex = Indices(arrays.LastIndex, device);
        PackedToPadded = IsRectangular ? Tokens : Indices(arrays.PackedToPadded, device);
        PaddedToPacked = IsRectangular ? Tokens : Indices(Inside(arrays.PaddedToPacked, RowCount), device);
    }

    /// <summary>B.</summary>
    public int SampleCount => _arrays.SampleCount;

    /// <summary>T.</summary>
    public int MaximumLength => _arrays.MaximumLength;

    /// <summary>N.</summary>
    public int RowCount => _arrays.RowCount;

    /// <summary>M.</summary>
    public int TargetCount => _arrays.TargetCount;

    /// <summary>[B] Tokens of each sample.</summary>
    public IReadOnlyList<long> Lengths => _arrays.Lengths;

    /// <summary>Tokens of all samples, padding not counted.</summary>
    public long TokenCount => _arrays.Lengths.Sum();

    /// <summary>[N] int64: token ids, sample after sample.</summary>
    public Tensor Tokens { get; }

    /// <summary>[N] int64: each token's place in its sample, from 0.</summary>
    public Tensor Positions { get; }

    /// <summary>[M] int64: the row whose output predicts each target, an index into N; all different.</summary>
    public Tensor TargetIndex { get; }

    /// <summary>[M] int64: the token ids to predict.</summary>
    public Tensor Targets { get; }

    /// <summary>[M] int64: the sample of each target, 0 to B − 1, ascending.</summary>
    public Tensor TargetRow { get; }

    /// <summary>[B] int64: the row of each sample's last token, an index into N.</summary>
    public Tensor LastIndex { get; }

    /// <summary>Whether all samples fill T, so that packed and padded rows are the same.</summary>
    internal bool IsRectangular => RowCount == SampleCount * MaximumLength;

    /// <summary>[N] int64: each row's place b · T + t.</summary>
    internal Tensor PackedToPadded { get; }

    /// <summary>[B · T] int64: each place's row; some row of the batch for a place that has none.</summary>
    internal Tensor PaddedToPacked { get; }

    /// <summary>Puts samples into one batch, in the order given.</summary>
    /// <param name="samples">At least one, none longer than the model's positions.</param>
    /// <param name="config">The model the batch is for: its vocabulary, longest sequence and padding token.</param>
    /// <param name="device">Where the tensors go; the CPU unless given.</param>
    /// <param name="layout">Packed unless given; the result of a model does not depend on it.</param>
    /// <exception cref="ArgumentException">A sample does not fit the model; the message names it.</exception>
    public static TokenBatch Create(
        IReadOnlyList<TokenSample> samples, ModelConfig config, Device? device = null,
        TokenLayout layout = TokenLayout.Packed)
    {
        RequireVocabulary(samples, config.VocabularySize);
        var arrays = BatchArrays.Create(samples, layout, config.MaxPositions, config.PadTokenId ?? 0);
        return new TokenBatch(arrays, device ?? torch.CPU);
    }

    // Where padding is kept it takes part in attention, on the right of every token, so that its rows are finite.
    internal AttentionShape Attention(ModelConfig config) => new()
    {
        RowStart = _arrays.RowStart,
        Lengths = _arrays.Layout == TokenLayout.Packed
            ? _arrays.Lengths
            : [.. Enumerable.Repeat((long)MaximumLength, SampleCount)],
        Heads = config.Heads,
        KeyValueHeads = config.KeyValueHeads,
        HeadDim = config.HeadDim,
        MaximumLength = MaximumLength
    };

    // The kernels read tables by token id without a check of their own.
    private static void RequireVocabulary(IReadOnlyList<TokenSample> samples, int vocabulary)
    {
        foreach (var sample in samples)
            foreach (var token in sample.Tokens)
                if (token >= vocabulary)
                    throw new ArgumentException(
                        $"sample '{sample.Id}' has token {token}; the model's vocabulary is 0 to {vocabulary - 1}");
    }

    private static long[] Inside(long[] rows, int count) => Array.ConvertAll(rows, row => Math.Min(row, count - 1));

    private static Tensor Indices(long[] values, Device device) => LibTorch.Upload(values, device);
}
