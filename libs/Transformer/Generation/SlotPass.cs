using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Passes over one row of every slot of a cache, whether a sequence has the slot or not: always the same operators on
/// the same memory, which a device that can record them is told of once. The row of a slot that nobody has writes into
/// the slot's first place, which the next prompt writes again.
/// </summary>
internal sealed class SlotPass : IDisposable
{
    /// <summary>
    /// Places that attention reads at least, doubled until the longest sequence fits: what is recorded has one length.
    /// </summary>
    private const int ShortestLength = 256;

    private readonly LlamaModel _model;
    private readonly OperatorCache _cache;
    private readonly Tensor _inputs;
    private readonly Dictionary<int, DeviceGraph> _graphs = [];

    public SlotPass(LlamaModel model, OperatorCache cache)
    {
        (_model, _cache) = (model, cache);
        // [2, slots] The newest token of each slot, and its place.
        _inputs = torch.zeros([2, cache.Slots], dtype: ScalarType.Int64, device: model.Device)
            .DetachFromDisposeScope();
    }

    /// <summary>Scores of the token after each sequence's newest one.</summary>
    /// <param name="active">Sequences whose next pass has one row.</param>
    /// <returns>[active, V].</returns>
    public Tensor Logits(IReadOnlyList<OngoingSequence> active)
    {
        _inputs.copy_(LibTorch.Upload(Inputs(active), _model.Device).view(2, -1));
        var logits = OfEverySlot(Rounded(active.Max(sequence => sequence.FirstPosition) + 1));
        return active.Select(sequence => sequence.Slot).SequenceEqual(Enumerable.Range(0, _cache.Slots))
            ? logits
            : logits.index_select(
                0, LibTorch.Upload([.. active.Select(sequence => (long)sequence.Slot)], _model.Device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
            graph.Dispose();
        _inputs.Dispose();
    }

    private int Rounded(int length)
    {
        var rounded = ShortestLength;
        while (rounded < length)
            rounded *= 2;
        return Math.Min(rounded, _cache.Capacity);
    }

    // Tokens, then places.
    private long[] Inputs(IReadOnlyList<OngoingSequence> active)
    {
        var inputs = new long[2 * _cache.Slots];
        foreach (var sequence in active)
        {
            inputs[sequence.Slot] = sequence.Inputs().Single();
            inputs[_cache.Slots + sequence.Slot] = sequence.FirstPosition;
        }
        return inputs;
    }

    // [slots, V]
    private Tensor OfEverySlot(int length)
    {
        if (!DeviceGraph.IsSupportedOn(_model.Device))
            return Compute(length);
        if (!_graphs.TryGetValue(length, out var graph))
            _graphs.Add(length, graph = DeviceGraph.Record(_model.Device, () => Compute(length)));
        return graph.Replay();
    }

    private Tensor Compute(int length)
    {
        var (tokens, positions) = (_inputs[0], _inputs[1]);
        // The whole table: a longer one, made later, would lie elsewhere.
        var angles = _model.Angles(positions, Math.Min(_cache.Capacity, _model.Config.MaxPositions));
        var rows = _cache.OfEverySlot(positions, length, angles);
        var hidden = _model.RunLayers(
            _model.Embed(tokens), rows: null, (layer, fused, _) => _cache.Extend(layer, fused, rows));
        return _model.Logits(_model.Normalised(hidden));
    }
}
