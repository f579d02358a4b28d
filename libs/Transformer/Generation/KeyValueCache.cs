using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Keys and values of every layer, allocated once. A sequence keeps its slot while it is generated; a row of a pass
/// says which slot it is.
/// </summary>
internal abstract class KeyValueCache : IDisposable
{
    private readonly (Tensor Keys, Tensor Values)[] _layers;

    /// <param name="type">Of what is kept.</param>
    /// <param name="shape">Extents; its longest sequence is the cache's capacity.</param>
    /// <param name="keys">Extents of a slot's keys.</param>
    /// <param name="values">Extents of a slot's values.</param>
    protected KeyValueCache(
        LlamaModel model, ScalarType type, int slots, AttentionShape shape, long[] keys, long[] values)
    {
        Slots = slots;
        Shape = shape;
        _layers = [.. model.Layers.Select(_ => (Empty(keys), Empty(values)))];

        Tensor Empty(long[] extents) => torch
            .zeros([slots, .. extents], dtype: type, device: model.Device).DetachFromDisposeScope();
    }

    /// <summary>Sequences that are kept at once.</summary>
    public int Slots { get; }

    /// <summary>Extents.</summary>
    protected AttentionShape Shape { get; }

    /// <summary>A cache for a model: of kernels on the CPU, of operators on devices.</summary>
    /// <param name="slots">Sequences that are generated at once.</param>
    /// <param name="capacity">Tokens of the longest of them.</param>
    public static KeyValueCache Create(LlamaModel model, int slots, int capacity) =>
        CpuMemory.IsEnabled && model.Device.type == DeviceType.CPU
            ? new KernelCache(model, slots, capacity)
            : new OperatorCache(model, slots, capacity);

    /// <summary>What a pass over rows needs in every layer, computed once; its tensors belong to the scope.</summary>
    /// <param name="attends">Whether the rows attend over the cache, or are stored alone.</param>
    public virtual CacheRows Prepared(CacheRows rows, bool attends = true)
    {
        // The kernels write where they are told to.
        foreach (var position in rows.Positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Shape.MaximumLength);
        foreach (var slot in rows.Slots)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Slots);
        return rows;
    }

    /// <summary>Keeps the keys and values of some rows.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    public abstract void Store(int layer, Tensor fused, CacheRows rows);

    /// <summary>Attention of rows over their slots up to and with their own places, which are stored already.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    /// <returns>[N, H · D].</returns>
    public abstract Tensor Attend(int layer, Tensor fused, CacheRows rows);

    /// <summary>Keeps rows and lets them attend.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    /// <returns>[N, H · D].</returns>
    public virtual Tensor Extend(int layer, Tensor fused, CacheRows rows)
    {
        Store(layer, fused, rows);
        return Attend(layer, fused, rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (keys, values) in _layers)
        {
            keys.Dispose();
            values.Dispose();
        }
    }

    /// <summary>A layer's keys, [slots, …].</summary>
    protected Tensor Keys(int layer) => _layers[layer].Keys;

    /// <summary>A layer's values, [slots, …].</summary>
    protected Tensor Values(int layer) => _layers[layer].Values;

    /// <summary>The shape of a model's attention over sequences of some length.</summary>
    protected static AttentionShape ShapeOf(ModelConfig config, int capacity) => new()
    {
        RowStart = [],
        Lengths = [],
        Heads = config.Heads,
        KeyValueHeads = config.KeyValueHeads,
        HeadDim = config.HeadDim,
        MaximumLength = capacity,
        Window = config.SlidingWindow
    };
}
