using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Passes on devices: as many rows of every slot, recorded. A prompt has many rows, which meet only one another: where
/// the other slots' rows would cost more than a pass of its own it attends apart, without the cache.
/// </summary>
internal sealed class SlotDecoder : CachedDecoder
{
    /// <summary>
    /// Beside a row's other arithmetic, what attending to as many keys as the model is wide costs it in these passes,
    /// which are made for few rows.
    /// </summary>
    private const double AttentionCost = 3;

    private readonly OperatorCache _cache;
    private readonly SlotHeights _heights;
    private readonly SlotPass _pass;
    private readonly double _promptCost;

    public SlotDecoder(LlamaModel model, int slots, int capacity, int maxDraft) : base(model)
    {
        _cache = new OperatorCache(model, slots, capacity);
        _heights = new SlotHeights(slots, maxDraft, PassCost.Recorded(model));
        _pass = new SlotPass(model, _cache, _heights.Largest);
        _promptCost = PassCost.Called(model);
    }

    /// <inheritdoc/>
    public override void Draft(IReadOnlyList<OngoingSequence> active) => _heights.Propose(active);

    /// <inheritdoc/>
    public override Tensor Logits(IReadOnlyList<OngoingSequence> active)
    {
        OngoingSequence[] known = [.. active.Where(sequence => !sequence.IsNew)];
        OngoingSequence[] fresh = [.. active.Where(sequence => sequence.IsNew)];
        if (fresh.Length == 0 || GoTogether(known, fresh))
            return _pass.Logits(active);
        if (known.Length == 0)
            return OfPrompts(fresh);
        return torch.cat([_pass.Logits(known), OfPrompts(fresh)])
            .index_select(0, Indices(Order([.. known, .. fresh], active)));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _pass.Dispose();
        _cache.Dispose();
    }

    private bool GoTogether(OngoingSequence[] known, OngoingSequence[] fresh)
    {
        var rows = _pass.Rows(Math.Max(Height(known), Height(fresh)));
        var apart = _promptCost + fresh.Sum(sequence => sequence.InputRows) + Cost(_pass.Rows(Height(known)), known);
        return rows <= SlotPass.MostRows && Cost(rows, [.. known, .. fresh]) <= apart;

        double Cost(int rows, OngoingSequence[] sequences) =>
            rows * (1 + AttentionCost * Most(sequences, sequence => sequence.Length) / Model.Config.HiddenSize);

        static int Height(OngoingSequence[] sequences) =>
            SlotHeights.Holding(Most(sequences, sequence => sequence.InputRows));

        static int Most(OngoingSequence[] sequences, Func<OngoingSequence, int> count) =>
            sequences.Select(count).DefaultIfEmpty(0).Max();
    }

    // [M, V] of whole prompts, packed.
    private Tensor OfPrompts(IReadOnlyList<OngoingSequence> fresh)
    {
        var batch = Model.Batch([.. fresh.Select(sequence => TokenSample.AfterPrompt(
            $"prompt {sequence.Index}", [.. sequence.Inputs()], sequence.InputRows))]);
        var context = Model.Attention(batch);
        var places = _cache.Places(Slots(fresh), Positions(fresh));
        var hidden = Model.RunLayers(
            Model.Embed(batch.Tokens), Indices(OutputRows(fresh)), (layer, fused, chosen) =>
            {
                _cache.Store(layer, fused, places, context.Cosine, context.Sine);
                var mixed = CausalAttention.Apply(fused, context.Within(Model.Layers[layer].Window));
                return RowSelection.Apply(mixed, chosen);
            });
        return Model.Logits(Model.Normalised(hidden));
    }

    // [M] Where the output rows of sequences lie that were computed in another order.
    private static long[] Order(IReadOnlyList<OngoingSequence> computed, IReadOnlyList<OngoingSequence> active)
    {
        var firstRow = new Dictionary<OngoingSequence, long>();
        var end = 0L;
        foreach (var sequence in computed)
        {
            firstRow.Add(sequence, end);
            end += sequence.OutputRows;
        }
        return
        [
            .. active.SelectMany(sequence =>
                Enumerable.Range(0, sequence.OutputRows).Select(row => firstRow[sequence] + row))
        ];
    }
}
