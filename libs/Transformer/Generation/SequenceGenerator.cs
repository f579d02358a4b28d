using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Generates in batches: one pass over the prompts fills a cache of keys and values, then each step computes one token
/// per sequence. Sequences leave the batch as they finish.
/// </summary>
public sealed class SequenceGenerator(LlamaModel model)
{
    /// <summary>
    /// Which prompts are computed together, in the order in which they are: longest first, prompts of one length in their
    /// own order. In float32 a row can depend on the rows beside it, so whoever computes whole batches of this plan, and
    /// keeps the row ids, computes the same bits as whoever computes all of it.
    /// </summary>
    /// <param name="promptLengths">Number of tokens of each prompt.</param>
    /// <param name="batchSize">Prompts of a batch; the last batch may have fewer.</param>
    /// <returns>Batches of places in <paramref name="promptLengths"/>.</returns>
    public static IReadOnlyList<int[]> Batches(IReadOnlyList<int> promptLengths, int batchSize) =>
        // The first batch then needs the largest cache, and prompts of similar lengths stand together.
        [.. Enumerable.Range(0, promptLengths.Count).OrderByDescending(index => promptLengths[index]).Chunk(batchSize)];

    /// <summary>Continues prompts; the row ids that key the draws are their places in the list.</summary>
    /// <param name="prompts">Token ids of each.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Called with sequences finished and their total, whenever some have finished.</param>
    /// <param name="stop">Honoured between two steps.</param>
    /// <returns>In the order of the prompts.</returns>
    public IReadOnlyList<GeneratedSequence> Generate(
        IReadOnlyList<IReadOnlyList<int>> prompts, GenerationOptions options, Action<int, int>? progress = null,
        CancellationToken stop = default) =>
        Generate(
            [.. prompts.Select((prompt, row) => new GenerationRequest { Prompt = prompt, RowId = (ulong)row })],
            options, progress, stop);

    /// <summary>Continues requests.</summary>
    /// <returns>In the order of the requests.</returns>
    /// <exception cref="ArgumentException">
    /// A prompt is empty, too long, or has a token outside the vocabulary.
    /// </exception>
    public IReadOnlyList<GeneratedSequence> Generate(
        IReadOnlyList<GenerationRequest> requests, GenerationOptions options, Action<int, int>? progress = null,
        CancellationToken stop = default)
    {
        using var frozen = torch.no_grad();
        var stops = options.Validated().StopTokenIds ?? model.Config.EosTokenIds;
        var results = new GeneratedSequence[requests.Count];
        using var cache = MakeCache(requests, options);
        var sampler = new TokenSampler(options);
        var done = 0;
        foreach (var batch in Batches([.. requests.Select(request => request.Prompt.Count)], options.BatchSize))
            Run([.. batch.Select((index, slot) => Draft(index, requests[index], slot, options))]);
        return results;

        void Run(SequenceDraft[] active)
        {
            for (var place = 0; active.Length > 0; place++)
            {
                stop.ThrowIfCancellationRequested();
                Step(active, place, cache, sampler, stops, options.WithLogProbabilities);
                active = Collect(active);
            }
        }

        SequenceDraft[] Collect(SequenceDraft[] active)
        {
            var going = active.Where(draft => !draft.IsFinished).ToArray();
            foreach (var draft in active.Where(draft => draft.IsFinished))
                results[draft.Index] = draft.Finished(options.WithLogProbabilities);
            done += active.Length - going.Length;
            if (going.Length < active.Length)
                progress?.Invoke(done, requests.Count);
            return going;
        }
    }

    private SequenceDraft Draft(int index, GenerationRequest request, int slot, GenerationOptions options)
    {
        var room = model.Config.MaxPositions - request.Prompt.Count;
        if (request.Prompt.Count == 0)
            throw new ArgumentException($"prompt {index} is empty");
        if (room < 1)
            throw new ArgumentException(
                $"prompt {index} has {request.Prompt.Count} tokens; the model takes at most " +
                $"{model.Config.MaxPositions}, one of them new");
        return new SequenceDraft(index, request, slot, Math.Min(options.MaxNewTokens, room));
    }

    private KeyValueCache MakeCache(IReadOnlyList<GenerationRequest> requests, GenerationOptions options)
    {
        var longest = requests.Select(request => request.Prompt.Count).DefaultIfEmpty(1).Max();
        // The last token of an answer is never read back, so it needs no place.
        var capacity = Math.Min(model.Config.MaxPositions, checked(longest + options.MaxNewTokens - 1));
        return new KeyValueCache(model, Math.Max(1, Math.Min(options.BatchSize, requests.Count)), capacity);
    }

    private void Step(
        SequenceDraft[] active, int place, KeyValueCache cache, TokenSampler sampler, IReadOnlyList<int> stops,
        bool withLogProbabilities)
    {
        using var scope = torch.NewDisposeScope();
        var hidden = place == 0 ? Prefill(active, cache) : Decode(active, cache);
        var logits = model.Logits(model.Normalised(hidden)); // [B, V]
        var chosen = sampler.Choose(logits, Array.ConvertAll(active, draft => draft.Request.RowId), place);
        var logProbabilities = withLogProbabilities
            ? sampler.LogProbabilities(logits, chosen).data<float>().ToArray()
            : null;
        var tokens = chosen.data<long>().ToArray();
        for (var row = 0; row < active.Length; row++)
            active[row].Append((int)tokens[row], logProbabilities?[row], stops);
    }

    // The whole prompts, packed; only each one's last row goes on to the output.
    private Tensor Prefill(SequenceDraft[] active, KeyValueCache cache)
    {
        var batch = model.Batch([.. active.Select(draft => TokenSample.AfterPrompt(
            $"prompt {draft.Index}", draft.Request.Prompt, draft.Request.Prompt.Count))]);
        var context = model.Attention(batch);
        var rows = new CacheRows
        {
            Slots = [.. active.SelectMany(draft => Enumerable.Repeat(draft.Slot, draft.Request.Prompt.Count))],
            Positions = [.. active.SelectMany(draft => Enumerable.Range(0, draft.Request.Prompt.Count))],
            Cosine = context.Cosine,
            Sine = context.Sine
        };
        return Layers(model.Embed(batch.Tokens), (layer, fused) =>
        {
            cache.Store(layer, fused, rows);
            return CausalAttention.Apply(fused, context);
        }, batch.LastIndex);
    }

    private Tensor Decode(SequenceDraft[] active, KeyValueCache cache)
    {
        var positions = Array.ConvertAll(active, draft => draft.LastPosition);
        var (cosine, sine) = model.Angles(Indices(positions), positions.Max() + 1);
        var rows = new CacheRows
        {
            Slots = Array.ConvertAll(active, draft => draft.Slot),
            Positions = positions,
            Cosine = cosine,
            Sine = sine
        };
        var tokens = Indices(Array.ConvertAll(active, draft => draft.LastToken));
        return Layers(model.Embed(tokens), (layer, fused) =>
        {
            cache.Store(layer, fused, rows);
            return cache.Attend(layer, fused, rows);
        });
    }

    private Tensor Layers(Tensor hidden, Func<int, Tensor, Tensor> attend, Tensor? lastRows = null)
    {
        for (var layer = 0; layer < model.Layers.Count; layer++)
        {
            var number = layer;
            hidden = model.Layers[layer].Forward(
                hidden, fused => attend(number, fused), layer == model.Layers.Count - 1 ? lastRows : null);
        }
        return hidden;
    }

    private Tensor Indices(int[] values) =>
        torch.tensor(Array.ConvertAll(values, value => (long)value), device: model.Device);
}
