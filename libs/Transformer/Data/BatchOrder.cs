namespace WeakToStrong.Transformer.Data;

/// <summary>How samples are put into batches.</summary>
public enum BatchOrder
{
    /// <summary>A shuffle of all samples, cut into batches.</summary>
    Random,

    /// <summary>
    /// A shuffle, sorted by length inside windows of 16 batches, and the batches shuffled: samples of a batch have
    /// similar lengths, so little is spent on padding, and each epoch still differs.
    /// </summary>
    LengthGrouped,

    /// <summary>
    /// Longest first, without a draw: for evaluation. The first batch needs the most memory, so a shortage shows at
    /// once.
    /// </summary>
    SortedByLength
}
