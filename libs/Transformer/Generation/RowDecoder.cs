using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Passes on the CPU: prompts, newest tokens and drafts side by side, where a row costs its arithmetic and no more.
/// </summary>
internal sealed class RowDecoder(LlamaModel model, int slots, int capacity, int maxDraft) : CachedDecoder(model)
{
    private readonly KernelCache _cache = new(model, slots, capacity);
    private readonly double _passCost = PassCost.OnCpu(model);

    /// <inheritdoc/>
    public override void Draft(IReadOnlyList<OngoingSequence> active) =>
        DraftLengths.Propose(active, maxDraft, _passCost);

    /// <inheritdoc/>
    public override Tensor Logits(IReadOnlyList<OngoingSequence> active) =>
        Model.Logits(Model.Normalised(Decode(active)));

    /// <inheritdoc/>
    public override void Dispose() => _cache.Dispose();

    // [M, C] All rows are stored before any attends, so that a row meets those of its own sequence before it.
    private Tensor Decode(IReadOnlyList<OngoingSequence> active)
    {
        var positions = Positions(active);
        var (cosine, sine) = Model.Angles(Indices(positions), positions.Max() + 1);
        var rows = _cache.Prepared(new CacheRows
        {
            Slots = Slots(active), Positions = positions, Cosine = cosine, Sine = sine
        });
        var tokens = Indices([.. active.SelectMany(sequence => sequence.Inputs())]);
        var places = active.Any(sequence => sequence.IsNew) ? OutputRows(active) : null;
        var outputs = places is null ? null : Indices(places);
        var last = places is null ? rows : rows.Chosen(places, outputs!);
        return Model.RunLayers(Model.Embed(tokens), outputs, (layer, fused, chosen) =>
        {
            if (chosen is null)
                return _cache.Extend(layer, fused, rows);
            _cache.Store(layer, fused, rows);
            return _cache.Attend(layer, RowSelection.Apply(fused, chosen), last);
        });
    }
}
