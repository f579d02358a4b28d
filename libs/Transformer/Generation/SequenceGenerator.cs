using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Generates in batches: one pass over the prompts fills a cache of keys and values, then each pass computes one token
/// per sequence, or more where copies are drafted. Sequences leave the batch as they finish; in continuous batching
/// the next ones take their slots.
/// </summary>
public sealed class SequenceGenerator(LlamaModel model) : IDisposable
{
    private readonly DraftMemory _memory = new();
    private CachedDecoder? _decoder;
    private (int Slots, int Capacity, int MaxDraft) _madeFor;

    /// <summary>
    /// Whether drafts learn from all that was generated before, in earlier calls too; else from their own unit alone,
    /// so that units can be computed apart and in any order with the same drafts.
    /// </summary>
    public bool LearnsAcrossUnits { get; init; }

    /// <summary>
    /// Whether the cache, and what a device was told of passes over it, stay for the next call if they do for it.
    /// Between the calls the model's weights may change, but not what is computed with them.
    /// </summary>
    public bool KeepsCache { get; init; }

    /// <summary>What all calls together took.</summary>
    public GenerationCounts Counts { get; private set; }

    /// <summary>
    /// Which prompts are computed together, in the order in which they are: longest first, prompts of one length in
    /// their own order. Where rows are not computed one by one, in bfloat16 and on other devices than the CPU, a row
    /// can depend on those beside it; so whoever computes whole batches of this plan, and keeps the row ids, computes
    /// the same bits as whoever computes all of it.
    /// </summary>
    /// <param name="promptLengths">Number of tokens of each prompt.</param>
    /// <param name="batchSize">
    /// Prompts of a batch, <see cref="GenerationOptions.UnitSize"/>; the last batch may have fewer.
    /// </param>
    /// <returns>Batches of places in <paramref name="promptLengths"/>.</returns>
    public static IReadOnlyList<int[]> Batches(IReadOnlyList<int> promptLengths, int batchSize) =>
        // The first batch then needs the largest cache, and prompts of similar lengths stand together.
        [.. Enumerable.Range(0, promptLengths.Count).OrderByDescending(index => promptLengths[index]).Chunk(batchSize)];

    /// <summary>Continues prompts; the row ids that key the draws are their places in the list.</summary>
    /// <param name="prompts">Token ids of each.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Called with sequences finished and their total, whenever some have finished.</param>
    /// <param name="stop">Honoured between two passes.</param>
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
    /// A prompt is empty, too long, has a token outside the vocabulary, or may not get a token.
    /// </exception>
    public IReadOnlyList<GeneratedSequence> Generate(
        IReadOnlyList<GenerationRequest> requests, GenerationOptions options, Action<int, int>? progress = null,
        CancellationToken stop = default)
    {
        using var frozen = torch.no_grad();
        using var alone = MatrixProduct.RowByRow();
        var stops = options.Validated().StopTokenIds ?? model.Config.EosTokenIds;
        var results = new GeneratedSequence[requests.Count];
        var sampler = new TokenSampler(options);
        var done = 0;
        try
        {
            var decoder = DecoderFor(requests, options);
            foreach (var unit in Batches([.. requests.Select(request => request.Prompt.Count)], options.UnitSize))
            {
                if (!LearnsAcrossUnits)
                    _memory.Clear();
                Run(new Queue<int>(unit), decoder);
            }
            return results;
        }
        finally
        {
            if (!KeepsCache)
                Dispose();
        }

        void Run(Queue<int> waiting, CachedDecoder decoder)
        {
            var free = new Stack<int>(Enumerable.Range(0, options.BatchSize).Reverse());
            var active = new List<OngoingSequence>();
            while (waiting.Count + active.Count > 0)
            {
                stop.ThrowIfCancellationRequested();
                while (free.Count > 0 && waiting.TryDequeue(out var index))
                    active.Add(Begin(index, requests[index], free.Pop(), options, stops));
                Step(active, decoder, sampler, stops, options);
                Collect(active, free);
            }
        }

        void Collect(List<OngoingSequence> active, Stack<int> free)
        {
            foreach (var sequence in active.Where(sequence => sequence.IsFinished))
            {
                var finished = results[sequence.Index] = sequence.Finished(options.WithLogProbabilities);
                free.Push(sequence.Slot);
                sequence.Request.OnEnd?.Invoke(finished);
            }
            var count = active.RemoveAll(sequence => sequence.IsFinished);
            done += count;
            if (count > 0)
                progress?.Invoke(done, requests.Count);
        }
    }

    /// <summary>Forgets what drafts have learned.</summary>
    public void Forget() => _memory.Clear();

    /// <summary>Lets go of the cache; another call makes one again.</summary>
    public void Dispose()
    {
        _decoder?.Dispose();
        _decoder = null;
    }

    private OngoingSequence Begin(
        int index, GenerationRequest request, int slot, GenerationOptions options, IReadOnlyList<int> stops)
    {
        var room = model.Config.MaxPositions - request.Prompt.Count;
        if (request.Prompt.Count == 0)
            throw new ArgumentException($"prompt {index} is empty");
        if (request.MaxNewTokens < 1)
            throw new ArgumentException(
                $"prompt {index} is to get {request.MaxNewTokens} new tokens; allowed: 1 or more");
        if (room < 1)
            throw new ArgumentException(
                $"prompt {index} has {request.Prompt.Count} tokens; the model takes at most " +
                $"{model.Config.MaxPositions}, one of them new");
        var drafter = options.Speculation is null
            ? null
            : new CopyDrafter(
                new CopiedText(request.Prompt, request.CopySource, stops.Count > 0 ? stops[0] : null), stops, _memory);
        var limit = Math.Min(request.MaxNewTokens ?? options.MaxNewTokens, options.MaxNewTokens);
        return new OngoingSequence(index, request, slot, Math.Min(limit, room), drafter);
    }

    private CachedDecoder DecoderFor(IReadOnlyList<GenerationRequest> requests, GenerationOptions options)
    {
        long longest = requests.Select(request => request.Prompt.Count).DefaultIfEmpty(1).Max();
        var needed = (
            Slots: Math.Max(1, Math.Min(options.BatchSize, requests.Count)),
            // The last token of an answer is never read back, so it needs no place.
            Capacity: CacheCapacity.For(longest + options.MaxNewTokens - 1, model.Config.MaxPositions),
            MaxDraft: options.Speculation?.MaxDraft ?? 0);
        if (_decoder is not null && needed == _madeFor)
            return _decoder;
        Dispose();
        _madeFor = needed;
        return _decoder = CachedDecoder.Create(model, needed.Slots, needed.Capacity, needed.MaxDraft);
    }

    private void Step(
        List<OngoingSequence> active, CachedDecoder decoder, TokenSampler sampler, IReadOnlyList<int> stops,
        GenerationOptions options)
    {
        using var scope = torch.NewDisposeScope();
        if (options.Speculation is not null)
            decoder.Draft(active);
        var logits = decoder.Logits(active); // [M, V]
        var chosen = sampler.Choose(logits, Draws(active));
        var logProbabilities = options.WithLogProbabilities
            ? sampler.LogProbabilities(logits, chosen).data<float>().ToArray()
            : [];
        Accept(active, chosen.data<long>().ToArray(), logProbabilities, stops);
    }

    // [M] Each row's token has a number of its own in its answer, drafted or not.
    private static (ulong Row, int Place)[] Draws(List<OngoingSequence> active) =>
    [
        .. active.SelectMany(sequence => Enumerable.Range(sequence.Count, sequence.OutputRows)
            .Select(place => (sequence.Request.RowId, place))),
    ];

    private void Accept(
        List<OngoingSequence> active, ReadOnlySpan<long> chosen, ReadOnlySpan<float> logProbabilities,
        IReadOnlyList<int> stops)
    {
        var (row, taken) = (0, 0);
        foreach (var sequence in active)
        {
            var count = sequence.OutputRows;
            taken += sequence.Accept(
                chosen.Slice(row, count),
                logProbabilities.IsEmpty ? logProbabilities : logProbabilities.Slice(row, count), stops);
            row += count;
        }
        // One row of each sequence follows its last known token, the others its draft.
        Counts += new GenerationCounts(taken, 1, row - active.Count, taken - active.Count);
    }
}
