using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Passes over as many rows of every slot of a cache, whether they are anybody's or not: always the same operators on
/// the same memory, which a device that can record them is told of once for each height.
/// </summary>
internal sealed class SlotPass : IDisposable
{
    /// <summary>Rows of all slots that prompts may bring it to.</summary>
    public const int MostRows = 1024;

    /// <summary>
    /// Places that attention reads at least, doubled until the longest sequence fits: what is recorded has one length.
    /// </summary>
    private const int ShortestLength = 256;

    private readonly LlamaModel _model;
    private readonly OperatorCache _cache;
    private readonly int _outputHeight;
    private readonly Tensor _inputs;
    private readonly Dictionary<(int Height, int Length), DeviceGraph> _graphs = [];

    /// <param name="outputHeight">Most rows of a slot whose output is asked for.</param>
    public SlotPass(LlamaModel model, OperatorCache cache, int outputHeight)
    {
        (_model, _cache, _outputHeight) = (model, cache, outputHeight);
        // For n rows: [3, n] of tokens, places in their sequences and in their slots, then which of them are outputs.
        var most = Math.Max(MostRows, Rows(outputHeight));
        _inputs = torch.zeros([3 * most + Rows(outputHeight)], dtype: ScalarType.Int64, device: model.Device)
            .DetachFromDisposeScope();
    }

    /// <summary>Rows of a pass of some height.</summary>
    public int Rows(int height) => height * _cache.Slots;

    /// <summary>Scores of the token after each sequence's last known token and after each of its draft.</summary>
    /// <returns>[M, V].</returns>
    public Tensor Logits(IReadOnlyList<OngoingSequence> active)
    {
        var height = SlotHeights.Holding(active.Max(sequence => sequence.InputRows));
        var inputs = Inputs(active, height);
        _inputs.narrow(0, 0, inputs.Length).copy_(LibTorch.Upload(inputs, _model.Device));
        return OfEverySlot(height, Length(active)).narrow(0, 0, active.Sum(sequence => sequence.OutputRows));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
            graph.Dispose();
        _inputs.Dispose();
    }

    private int Length(IReadOnlyList<OngoingSequence> active)
    {
        var length = active.Max(sequence => sequence.Length);
        // The kernels write where they are told to.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _cache.Nowhere);
        var rounded = ShortestLength;
        while (rounded < length)
            rounded *= 2;
        return Math.Min(rounded, _cache.Capacity);
    }

    private int OutputRows(int height) => Rows(Math.Min(height, _outputHeight));

    private long[] Inputs(IReadOnlyList<OngoingSequence> active, int height)
    {
        var rows = Rows(height);
        var inputs = new long[3 * rows + OutputRows(height)];
        Array.Fill(inputs, _cache.Nowhere, 2 * rows, rows);
        var output = 3 * rows;
        foreach (var sequence in active)
        {
            var (row, place) = (sequence.Slot * height, sequence.FirstPosition);
            // A row that is nobody's reads no more than those beside it.
            Array.Fill(inputs, place, rows + row, height);
            foreach (var token in sequence.Inputs())
            {
                (inputs[row], inputs[rows + row], inputs[2 * rows + row]) = (token, place, place);
                (row, place) = (row + 1, place + 1);
            }
            for (var last = row - sequence.OutputRows; last < row; last++)
                inputs[output++] = last;
        }
        return inputs;
    }

    // [outputs, V]
    private Tensor OfEverySlot(int height, int length)
    {
        if (!DeviceGraph.IsSupportedOn(_model.Device))
            return Compute(height, length);
        if (!_graphs.TryGetValue((height, length), out var graph))
        {
            graph = DeviceGraph.Record(
                _model.Device, () => Compute(height, length), _graphs.Values.FirstOrDefault());
            _graphs.Add((height, length), graph);
        }
        return graph.Replay();
    }

    private Tensor Compute(int height, int length)
    {
        var rows = Rows(height);
        var places = Part(rows, rows);
        // The whole table: a longer one, made later, would lie elsewhere.
        var (cosine, sine) = _model.Angles(places, Math.Min(_cache.Nowhere, _model.Config.MaxPositions));
        var prepared = _cache.Prepared(new SlotRows
        {
            Height = height,
            Places = places,
            Targets = Part(2 * rows, rows),
            Length = length,
            Cosine = cosine,
            Sine = sine
        });
        var hidden = _model.RunLayers(
            _model.Embed(Part(0, rows)), rows: null, (layer, fused, _) => _cache.Extend(layer, fused, prepared));
        var outputs = hidden.index_select(0, Part(3 * rows, OutputRows(height)));
        return _model.Logits(_model.Normalised(outputs));
    }

    private Tensor Part(int start, int length) => _inputs.narrow(0, start, length);
}
