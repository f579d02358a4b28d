using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Passes of a model over the newest tokens of sequences, whose earlier ones have keys and values in a cache. N = rows
/// of a pass, M = those of them whose output is asked for.
/// </summary>
internal sealed class CachedDecoder(LlamaModel model, KeyValueCache cache) : IDisposable
{
    private readonly SlotPass? _slots = cache is OperatorCache operators ? new SlotPass(model, operators) : null;

    /// <summary>One pass: whole prompts of new sequences, newest tokens of the others, and drafts.</summary>
    /// <returns>
    /// [M, V] Scores of the token after each sequence's last known token and after each of its draft.
    /// </returns>
    public Tensor Logits(IReadOnlyList<OngoingSequence> active) =>
        _slots is null ? Output(Decode(active)) : LogitsApart(active, _slots);

    /// <inheritdoc/>
    public void Dispose() => _slots?.Dispose();

    // A prompt has many rows, which meet only one another: apart from single rows it can attend without the cache.
    private Tensor LogitsApart(IReadOnlyList<OngoingSequence> active, SlotPass slots)
    {
        OngoingSequence[] known = [.. active.Where(sequence => !sequence.IsNew)];
        OngoingSequence[] fresh = [.. active.Where(sequence => sequence.IsNew)];
        if (fresh.Length == 0)
            return OfKnown();
        if (known.Length == 0)
            return Output(Prefill(fresh));
        // Prompts last: the other pass writes into slots that were empty before them.
        return torch.cat([OfKnown(), Output(Prefill(fresh))])
            .index_select(0, Indices(Order([.. known, .. fresh], active)));

        Tensor OfKnown() => known.All(sequence => sequence.InputRows == 1)
            ? slots.Logits(known)
            : Output(Decode(known));
    }

    private Tensor Output(Tensor hidden) => model.Logits(model.Normalised(hidden));

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

    // The whole prompts, packed; only each one's last rows go on to the output.
    private Tensor Prefill(IReadOnlyList<OngoingSequence> active)
    {
        var batch = model.Batch([.. active.Select(sequence => TokenSample.AfterPrompt(
            $"prompt {sequence.Index}", [.. sequence.Inputs()], sequence.InputRows))]);
        var context = model.Attention(batch);
        var rows = cache.Prepared(Rows(active, Positions(active), context.Cosine, context.Sine), attends: false);
        return model.RunLayers(model.Embed(batch.Tokens), Indices(OutputRows(active)), (layer, fused, chosen) =>
        {
            cache.Store(layer, fused, rows);
            return RowSelection.Apply(CausalAttention.Apply(fused, context), chosen);
        });
    }

    // All rows are stored before any attends, so that a row meets those of its own sequence that stand before it.
    private Tensor Decode(IReadOnlyList<OngoingSequence> active)
    {
        var positions = Positions(active);
        var (cosine, sine) = model.Angles(Indices(positions), positions.Max() + 1);
        var rows = cache.Prepared(Rows(active, positions, cosine, sine));
        var tokens = Indices([.. active.SelectMany(sequence => sequence.Inputs())]);
        var places = active.Any(sequence => sequence.IsNew) ? OutputRows(active) : null;
        var outputs = places is null ? null : Indices(places);
        var last = places is null ? rows : rows.Chosen(places, outputs!);
        return model.RunLayers(model.Embed(tokens), outputs, (layer, fused, chosen) =>
        {
            if (chosen is null)
                return cache.Extend(layer, fused, rows);
            cache.Store(layer, fused, rows);
            return cache.Attend(layer, RowSelection.Apply(fused, chosen), last);
        });
    }

    private static CacheRows Rows(
        IReadOnlyList<OngoingSequence> active, int[] positions, Tensor cosine, Tensor sine) => new()
        {
            Slots = [.. active.SelectMany(sequence => Enumerable.Repeat(sequence.Slot, sequence.InputRows))],
            Positions = positions,
            Cosine = cosine,
            Sine = sine
        };

    private static int[] Positions(IReadOnlyList<OngoingSequence> active) =>
        [.. active.SelectMany(sequence => Enumerable.Range(sequence.FirstPosition, sequence.InputRows))];

    // [M]
    private static int[] OutputRows(IReadOnlyList<OngoingSequence> active)
    {
        var rows = new List<int>();
        var end = 0;
        foreach (var sequence in active)
        {
            end += sequence.InputRows;
            rows.AddRange(Enumerable.Range(end - sequence.OutputRows, sequence.OutputRows));
        }
        return [.. rows];
    }

    private Tensor Indices(int[] values) => Indices(Array.ConvertAll(values, value => (long)value));

    private Tensor Indices(long[] values) => LibTorch.Upload(values, model.Device);
}
