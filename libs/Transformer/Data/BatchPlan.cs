using WeakToStrong.Torch.Random;

namespace WeakToStrong.Transformer.Data;

/// <summary>
/// Which samples make up which batch of an epoch. Lengths, batch size, order, seed and epoch alone decide it, so the
/// plan of any epoch can be made again, by a resumed run or an audit. Batch size counts samples, never tokens; one
/// batch may be smaller.
/// </summary>
public static class BatchPlan
{
    private const int WindowBatches = 16;

    /// <summary>Plans one epoch; every sample is in exactly one batch.</summary>
    /// <param name="lengths">Number of tokens of each sample.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="order">How they are put together.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which pass over the samples, from 0; each is drawn anew.</param>
    /// <returns>Batches in the order they are used, each of indices into <paramref name="lengths"/>.</returns>
    public static IReadOnlyList<int[]> Create(
        IReadOnlyList<int> lengths, int batchSize, BatchOrder order, ulong seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        var random = new SeededRandom(seed, $"batch-plan/{epoch}");
        var samples = Enumerable.Range(0, lengths.Count).ToArray();
        if (order != BatchOrder.SortedByLength)
            random.Shuffle(samples.AsSpan());
        return order switch
        {
            BatchOrder.Random => [.. samples.Chunk(batchSize)],
            BatchOrder.LengthGrouped => GroupByLength(samples, lengths, batchSize, random),
            BatchOrder.SortedByLength => [.. LongestFirst(samples, lengths).Chunk(batchSize)],
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "unknown order")
        };
    }

    private static int[][] GroupByLength(
        int[] samples, IReadOnlyList<int> lengths, int batchSize, SeededRandom random)
    {
        var batches = samples.Chunk(checked(WindowBatches * batchSize))
            .SelectMany(window => LongestFirst(window, lengths).Chunk(batchSize))
            .ToArray();
        random.Shuffle(batches.AsSpan());
        return batches;
    }

    // Stable: samples of one length keep their order.
    private static IEnumerable<int> LongestFirst(int[] samples, IReadOnlyList<int> lengths) =>
        samples.OrderByDescending(sample => lengths[sample]);
}
