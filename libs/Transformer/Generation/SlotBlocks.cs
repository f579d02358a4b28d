using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// The rows of a pass as S blocks, one to a slot, of R places each. A place without a row computes something of the
/// first row, which nobody reads.
/// </summary>
internal sealed class SlotBlocks
{
    /// <summary>
    /// Slots read for each that has rows: reading one in vain is cheaper than copying those with rows together.
    /// </summary>
    private const int MostSpread = 2;

    private readonly AttentionShape _shape;
    private readonly int _firstSlot;
    private readonly int _count;
    private readonly int _height;
    private readonly int _length;
    private readonly Tensor? _slots;
    private readonly Tensor? _rowOfPlace;
    private readonly Tensor? _placeOfRow;

    /// <param name="rows">Those of a slot stand together.</param>
    /// <param name="shape">Of the cache.</param>
    /// <param name="type">Of queries, keys and values.</param>
    public SlotBlocks(CacheRows rows, AttentionShape shape, ScalarType type)
    {
        var (runs, device) = (rows.Runs, rows.Cosine.device);
        _shape = shape;
        _firstSlot = runs.Min(run => run.Slot);
        _height = runs.Max(run => run.Count);
        _length = rows.Positions.Max() + 1;
        var spread = runs.Max(run => run.Slot) - _firstSlot + 1;
        var isCopied = spread > MostSpread * runs.Count;
        _count = isCopied ? runs.Count : spread;
        _slots = isCopied ? LibTorch.Upload([.. runs.Select(run => (long)run.Slot)], device) : null;
        var (rowOfPlace, placeOfRow) = Places(runs, rows.Slots.Length, isCopied);
        if (!rowOfPlace.SequenceEqual(Enumerable.Range(0, rows.Slots.Length).Select(row => (long)row)))
            (_rowOfPlace, _placeOfRow) = (LibTorch.Upload(rowOfPlace, device), LibTorch.Upload(placeOfRow, device));
        Mask = See(LibTorch.Upload([.. rowOfPlace.Select(row => (long)rows.Positions[row])], device), type);
    }

    /// <summary>One row of every slot, in the order of the slots.</summary>
    /// <param name="positions">[slots] int64: the place of each in its sequence.</param>
    /// <param name="length">Above every position.</param>
    /// <param name="shape">Of the cache.</param>
    /// <param name="type">Of queries, keys and values.</param>
    public SlotBlocks(Tensor positions, int length, AttentionShape shape, ScalarType type)
    {
        (_shape, _count, _height, _length) = (shape, (int)positions.size(0), 1, length);
        Mask = See(positions, type);
    }

    /// <summary>[S, 1, G · R, T]: which places of its slot each row attends to.</summary>
    public Tensor Mask { get; }

    /// <summary>Queries, with those of one key head side by side.</summary>
    /// <param name="rows">[N, H, D].</param>
    /// <returns>[S, K, G · R, D].</returns>
    public Tensor Spread(Tensor rows) => (_rowOfPlace is null ? rows : rows.index_select(0, _rowOfPlace))
        .view(_count, _height, _shape.KeyValueHeads, _shape.Group, _shape.HeadDim)
        .permute(0, 2, 3, 1, 4)
        .reshape(_count, _shape.KeyValueHeads, -1, _shape.HeadDim);

    /// <summary>The blocks' keys or values, as far as any row attends to them.</summary>
    /// <param name="cache">[slots, K, capacity, D].</param>
    /// <returns>[S, K, T, D].</returns>
    public Tensor Of(Tensor cache)
    {
        var part = cache.narrow(2, 0, _length);
        return _slots is null ? part.narrow(0, _firstSlot, _count) : part.index_select(0, _slots);
    }

    /// <summary>What attention makes of the queries, back in rows.</summary>
    /// <param name="mixed">[S, K, G · R, D].</param>
    /// <returns>[N, H · D].</returns>
    public Tensor Gather(Tensor mixed)
    {
        var places = mixed.view(_count, _shape.KeyValueHeads, _shape.Group, _height, _shape.HeadDim)
            .permute(0, 3, 1, 2, 4)
            .reshape(-1, _shape.OutputStride); // [S · R, H · D]
        return _placeOfRow is null ? places : places.index_select(0, _placeOfRow);
    }

    // The row of each of S · R places, and the place of each of N rows.
    private (long[] RowOfPlace, long[] PlaceOfRow) Places(IReadOnlyList<SlotRun> runs, int rows, bool isCopied)
    {
        var (rowOfPlace, placeOfRow) = (new long[_count * _height], new long[rows]);
        for (var index = 0; index < runs.Count; index++)
        {
            var run = runs[index];
            var start = (isCopied ? index : run.Slot - _firstSlot) * _height;
            for (var row = run.First; row < run.End; row++)
            {
                placeOfRow[row] = start + row - run.First;
                rowOfPlace[placeOfRow[row]] = row;
            }
        }
        return (rowOfPlace, placeOfRow);
    }

    /// <param name="positions">[S · R] int64: the place in its sequence of each block's row.</param>
    private Tensor See(Tensor positions, ScalarType type)
    {
        var own = positions.view(_count, 1, 1, _height, 1);
        var all = torch.arange(_length, device: positions.device);
        var visible = all.le(own); // [S, 1, 1, R, T]
        if (_shape.Window is { } window)
            visible = visible.logical_and(all.gt(own - window));
        return ComposedAttention.Mask(visible, type)
            .expand(-1, -1, _shape.Group, -1, -1).reshape(_count, 1, -1, _length);
    }
}
