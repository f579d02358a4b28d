using System.Numerics;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Keys, [slots, K, D, T], and values, [slots, K, T, D], of every layer, the last extents padded to whole vectors,
/// allocated once. A sequence keeps its slot while it is generated; a row of a step says which slot it is.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    /// <summary>
    /// Most elements of keys that operators gather at once: each row has its sequence gathered for itself, and a prompt
    /// has many rows.
    /// </summary>
    private const long MostGathered = 1L << 26;

    private readonly (Tensor Keys, Tensor Values)[] _layers;
    private readonly AttentionShape _shape;
    private readonly int _slots;
    private readonly int _capacity;

    public KeyValueCache(LlamaModel model, int slots, int capacity)
    {
        var config = model.Config;
        var isDouble = model.Type == ScalarType.Float64;
        _slots = slots;
        _capacity = isDouble
            ? AttentionShape.PaddedLength<double>(capacity)
            : AttentionShape.PaddedLength<float>(capacity);
        _shape = new AttentionShape
        {
            RowStart = [],
            Lengths = [],
            Heads = config.Heads,
            KeyValueHeads = config.KeyValueHeads,
            HeadDim = config.HeadDim,
            MaximumLength = _capacity,
            Window = config.SlidingWindow
        };
        var width = isDouble ? _shape.PaddedDim<double>() : _shape.PaddedDim<float>();
        _layers = [.. model.Layers.Select(_ => (Empty(config.HeadDim, _capacity), Empty(_capacity, width)))];

        Tensor Empty(long height, long breadth) => torch
            .zeros([slots, config.KeyValueHeads, height, breadth], dtype: model.Type, device: model.Device)
            .DetachFromDisposeScope();
    }

    /// <summary>
    /// Whether a row's attention is computed by itself, to the same bits among any others. Else it is computed in
    /// operators, which are slow over whole prompts.
    /// </summary>
    public bool AttendsRowByRow => CpuMemory.Serves(_layers[0].Keys);

    /// <summary>Keeps the keys and values of some rows.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    public void Store(int layer, Tensor fused, CacheRows rows)
    {
        RequireRoom(rows);
        if (!CpuMemory.Serves(fused))
            StoreByOperators(layer, fused, rows);
        else if (fused.dtype == ScalarType.Float32)
            Store<float>(layer, fused, rows);
        else
            Store<double>(layer, fused, rows);
    }

    /// <summary>Attention of rows over their slots up to and with their own places, which are stored already.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <returns>[N, H · D].</returns>
    public Tensor Attend(int layer, Tensor fused, CacheRows rows) => !CpuMemory.Serves(fused)
        ? AttendByOperators(layer, fused, rows)
        : fused.dtype == ScalarType.Float32 ? Attend<float>(layer, fused, rows) : Attend<double>(layer, fused, rows);

    public void Dispose()
    {
        foreach (var (keys, values) in _layers)
        {
            keys.Dispose();
            values.Dispose();
        }
    }

    private unsafe void Store<T>(int layer, Tensor fused, CacheRows rows)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CachedAttentionKernel.Store(
            _shape, CpuMemory.Pointer<T>(fused), CpuMemory.Pointer<T>(rows.Cosine), CpuMemory.Pointer<T>(rows.Sine),
            CpuMemory.Pointer<T>(_layers[layer].Keys), CpuMemory.Pointer<T>(_layers[layer].Values), rows.Slots,
            rows.Positions, _capacity);

    private unsafe Tensor Attend<T>(int layer, Tensor fused, CacheRows rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mixed = torch.empty([rows.Slots.Length, _shape.OutputStride], dtype: fused.dtype);
        CachedAttentionKernel.Attend(
            _shape, CpuMemory.Pointer<T>(fused), CpuMemory.Pointer<T>(rows.Cosine), CpuMemory.Pointer<T>(rows.Sine),
            CpuMemory.Pointer<T>(_layers[layer].Keys), CpuMemory.Pointer<T>(_layers[layer].Values), rows.Runs,
            rows.Positions, _capacity, CpuMemory.Pointer<T>(mixed));
        return mixed;
    }

    /// <summary>As <see cref="Store"/>, in operators.</summary>
    internal void StoreByOperators(int layer, Tensor fused, CacheRows rows)
    {
        var heads = fused.view(-1, _shape.Heads + 2 * _shape.KeyValueHeads, _shape.HeadDim); // [N, H + 2K, D]
        var key = ComposedAttention.Rotate(
            heads.narrow(1, _shape.Heads, _shape.KeyValueHeads), rows.Cosine.unsqueeze(1), rows.Sine.unsqueeze(1));
        var value = heads.narrow(1, _shape.Heads + _shape.KeyValueHeads, _shape.KeyValueHeads);
        var matrices = Indices(rows.Slots, fused.device).unsqueeze(1) * _shape.KeyValueHeads
            + torch.arange(_shape.KeyValueHeads, device: fused.device); // [N, K]
        var places = Indices(rows.Positions, fused.device).unsqueeze(1); // [N, 1]
        // A key is a column of its matrix, a value a row.
        Put(_layers[layer].Keys, matrices * (_shape.HeadDim * _capacity) + places, _capacity, key);
        Put(_layers[layer].Values, (matrices * _capacity + places) * _layers[layer].Values.size(3), 1, value);
    }

    /// <summary>As <see cref="Attend"/>, in operators, as many rows at a time as may be gathered.</summary>
    internal Tensor AttendByOperators(int layer, Tensor fused, CacheRows rows, long mostGathered = MostGathered)
    {
        var gathered = (long)_shape.KeyValueHeads * _shape.HeadDim * (rows.Positions.Max() + 1);
        var most = (int)Math.Clamp(mostGathered / gathered, 1, rows.Slots.Length);
        if (most == rows.Slots.Length)
            return AttendTogether(layer, fused, rows);
        var parts = new List<Tensor>();
        for (var start = 0; start < rows.Slots.Length; start += most)
        {
            using var scope = torch.NewDisposeScope();
            var part = rows.Part(start, Math.Min(most, rows.Slots.Length - start));
            parts.Add(scope.MoveToOuter(
                AttendTogether(layer, fused.narrow(0, start, part.Slots.Length), part)));
        }
        return torch.cat(parts);
    }

    private Tensor AttendTogether(int layer, Tensor fused, CacheRows rows)
    {
        var length = rows.Positions.Max() + 1;
        var slots = Indices(rows.Slots, fused.device);
        var query = ComposedAttention.Rotate(
            fused.view(-1, _shape.Heads + 2 * _shape.KeyValueHeads, _shape.HeadDim).narrow(1, 0, _shape.Heads),
            rows.Cosine.unsqueeze(1), rows.Sine.unsqueeze(1)); // [N, H, D]
        query = query.reshape(-1, _shape.KeyValueHeads, _shape.Group, _shape.HeadDim); // [N, K, G, D]
        var keys = _layers[layer].Keys.narrow(3, 0, length).index_select(0, slots); // [N, K, D, T]
        var values = _layers[layer].Values.narrow(2, 0, length).narrow(3, 0, _shape.HeadDim)
            .index_select(0, slots); // [N, K, T, D]
        var places = torch.arange(length, device: fused.device);
        var own = Indices(rows.Positions, fused.device).unsqueeze(1);
        var hidden = places.unsqueeze(0).gt(own); // [N, T]
        if (_shape.Window is { } window)
            hidden = hidden.logical_or(places.unsqueeze(0).le(own - window));
        var scores = query.matmul(keys).mul(1 / Math.Sqrt(_shape.HeadDim)) // [N, K, G, T]
            .masked_fill(hidden.unsqueeze(1).unsqueeze(1), double.NegativeInfinity);
        return scores.softmax(-1).matmul(values).reshape(-1, _shape.OutputStride);
    }

    // The kernel writes where it is told to.
    private void RequireRoom(CacheRows rows)
    {
        foreach (var position in rows.Positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _capacity);
        foreach (var slot in rows.Slots)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, _slots);
    }

    /// <summary>Writes heads, whose elements lie some step apart.</summary>
    /// <param name="starts">[N, K] First element of each.</param>
    /// <param name="heads">[N, K, D].</param>
    private void Put(Tensor cache, Tensor starts, long step, Tensor heads)
    {
        var places = starts.unsqueeze(2) + torch.arange(_shape.HeadDim, device: cache.device) * step; // [N, K, D]
        cache.view(-1).index_copy_(0, places.reshape(-1), heads.reshape(-1));
    }

    private static Tensor Indices(int[] values, Device device) =>
        torch.tensor(Array.ConvertAll(values, value => (long)value), device: device);
}
