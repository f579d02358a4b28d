using System.Numerics;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// A cache that kernels read: keys, [slots, K, D, T], and values, [slots, K, T, D], the last extents padded to whole
/// vectors. The kernels know no 16 bits: for a model of 16 bits they keep and compute 32.
/// </summary>
internal sealed class KernelCache : KeyValueCache
{
    private readonly bool _isDouble;

    public KernelCache(LlamaModel model, int slots, int capacity)
        : this(model, slots, Padded(model, capacity), model.Type == ScalarType.Float64)
    {
    }

    private KernelCache(LlamaModel model, int slots, AttentionShape shape, bool isDouble)
        : base(
            model, isDouble ? ScalarType.Float64 : ScalarType.Float32, slots, shape,
            [shape.KeyValueHeads, shape.HeadDim, shape.MaximumLength],
            [
                shape.KeyValueHeads, shape.MaximumLength,
                isDouble ? shape.PaddedDim<double>() : shape.PaddedDim<float>()
            ]) =>
        _isDouble = isDouble;

    /// <summary>What a pass over rows needs in every layer, computed once; its tensors belong to the scope.</summary>
    public CacheRows Prepared(CacheRows rows)
    {
        // The kernels write where they are told to.
        foreach (var position in rows.Positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Shape.MaximumLength);
        foreach (var slot in rows.Slots)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Slots);
        return rows with { Cosine = Precision.Wide(rows.Cosine), Sine = Precision.Wide(rows.Sine) };
    }

    /// <summary>Keeps the keys and values of some rows.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    public void Store(int layer, Tensor fused, CacheRows rows)
    {
        if (_isDouble)
            Store<double>(layer, Readable(fused), rows);
        else
            Store<float>(layer, Readable(fused), rows);
    }

    /// <summary>Attention of rows over their slots up to and with their own places, which are stored already.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    /// <returns>[N, H · D].</returns>
    public Tensor Attend(int layer, Tensor fused, CacheRows rows)
    {
        var mixed = _isDouble
            ? Attend<double>(layer, Readable(fused), rows)
            : Attend<float>(layer, Readable(fused), rows);
        return Precision.IsNarrow(fused) ? mixed.to_type(fused.dtype) : mixed;
    }

    /// <summary>Keeps rows and lets them attend.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    /// <returns>[N, H · D].</returns>
    public Tensor Extend(int layer, Tensor fused, CacheRows rows)
    {
        // What is narrow is made wide once, for both.
        var wide = Precision.Wide(fused);
        Store(layer, wide, rows);
        var mixed = Attend(layer, wide, rows);
        return Precision.IsNarrow(fused) ? mixed.to_type(fused.dtype) : mixed;
    }

    private static Tensor Readable(Tensor fused) => CpuMemory.Contiguous(Precision.Wide(fused));

    private unsafe void Store<T>(int layer, Tensor fused, CacheRows rows)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CachedAttentionKernel.Store(
            Shape, CpuMemory.Pointer<T>(fused), CpuMemory.Pointer<T>(rows.Cosine), CpuMemory.Pointer<T>(rows.Sine),
            CpuMemory.Pointer<T>(Keys(layer)), CpuMemory.Pointer<T>(Values(layer)), rows.Slots, rows.Positions,
            Shape.MaximumLength);

    private unsafe Tensor Attend<T>(int layer, Tensor fused, CacheRows rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mixed = torch.empty([rows.Slots.Length, Shape.OutputStride], dtype: fused.dtype);
        CachedAttentionKernel.Attend(
            LayerShapes[layer], CpuMemory.Pointer<T>(fused), CpuMemory.Pointer<T>(rows.Cosine),
            CpuMemory.Pointer<T>(rows.Sine), CpuMemory.Pointer<T>(Keys(layer)), CpuMemory.Pointer<T>(Values(layer)),
            rows.Runs, rows.Positions, Shape.MaximumLength, CpuMemory.Pointer<T>(mixed));
        return mixed;
    }

    private static AttentionShape Padded(LlamaModel model, int capacity) => ShapeOf(
        model.Config,
        model.Type == ScalarType.Float64
            ? AttentionShape.PaddedLength<double>(capacity)
            : AttentionShape.PaddedLength<float>(capacity));
}
