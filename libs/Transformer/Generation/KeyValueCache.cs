using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Generation;

/// <summary>Keys and values of every layer, allocated once. A sequence keeps its slot while it is generated.</summary>
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
        LayerShapes = [.. model.Layers.Select(layer => shape with { Window = layer.Window })];
        _layers = [.. model.Layers.Select(_ => (Empty(keys), Empty(values)))];

        Tensor Empty(long[] extents) => torch
            .zeros([slots, .. extents], dtype: type, device: model.Device).DetachFromDisposeScope();
    }

    /// <summary>Sequences that are kept at once.</summary>
    public int Slots { get; }

    /// <summary>Extents, without a layer's window.</summary>
    protected AttentionShape Shape { get; }

    /// <summary>Extents in each layer, with its window.</summary>
    protected IReadOnlyList<AttentionShape> LayerShapes { get; }

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
        MaximumLength = capacity
    };
}
