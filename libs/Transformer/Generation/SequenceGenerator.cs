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
        var results = new GeneratedSequence[requests.Count];
        var done = 0;
        int[] lengths = [.. requests.Select(request => request.Prompt.Count)];
        var longest = (long)lengths.DefaultIfEmpty(1).Max() + options.MaxNewTokens;
        Compute(options, Math.Min(options.BatchSize, requests.Count), longest, batch =>
        {
            foreach (var unit in Batches(lengths, options.UnitSize))
            {
                if (!LearnsAcrossUnits)
                    _memory.Clear();
                var waiting = new Queue<int>(unit);
                Run(batch, () => waiting.TryDequeue(out var index) ? (index, requests[index]) : null, Keep, stop);
            }
        });
        return results;

        void Keep(IReadOnlyList<(int Index, GeneratedSequence Sequence)> ended)
        {
            foreach (var (index, sequence) in ended)
                results[index] = sequence;
            progress?.Invoke(done += ended.Count, requests.Count);
        }
    }

    /// <summary>
    /// Continues requests as they come, each beside those that are under way, until no one comes any more. What becomes
    /// of them they are told themselves.
    /// </summary>
    /// <param name="next">Asked between two passes where there is room: the next request, or null.</param>
    /// <param name="options">How; its batch size is how many go side by side.</param>
    /// <param name="longest">Tokens of the longest of them, prompt and answer.</param>
    /// <exception cref="ArgumentException">As of <see cref="Generate(IReadOnlyList{GenerationRequest},
    /// GenerationOptions, Action{int, int}?, CancellationToken)"/>; those under way are given up.</exception>
    public void Serve(Func<GenerationRequest?> next, GenerationOptions options, int longest)
    {
        var index = 0;
        Compute(options, options.BatchSize, longest, batch => Run(
            batch, () => next() is { } request ? (index++, request) : null, _ => { }, CancellationToken.None));
    }

    /// <summary>Forgets what drafts have learned.</summary>
    public void Forget() => _memory.Clear();

    /// <summary>Lets go of the cache; another call makes one again.</summary>
    public void Dispose()
    {
        _decoder?.Dispose();
        _decoder = null;
    }

    private void Compute(GenerationOptions options, int slots, long longest, Action<Batch> work)
    {
        using var frozen = torch.no_grad();
        using var alone = MatrixProduct.RowByRow();
        var stops = options.Validated().StopTokenIds ?? model.Config.EosTokenIds;
        try
        {
            // The last token of an answer is never read back, so it needs no place.
            var capacity = CacheCapacity.For(longest - 1, model.Config.MaxPositions);
            work(new Batch(
                DecoderFor((Math.Max(1, slots), capacity, options.Speculation?.MaxDraft ?? 0)),
                new TokenSampler(options), options, stops));
        }
        finally
        {
            if (!KeepsCache)
                Dispose();
        }
    }

    private CachedDecoder DecoderFor((int Slots, int Capacity, int MaxDraft) needed)
    {
        if (_decoder is not null && needed == _madeFor)
            return _decoder;
        Dispose();
        _madeFor = needed;
        return _decoder = CachedDecoder.Create(model, needed.Slots, needed.Capacity, needed.MaxDraft);
    }

    // Until nobody waits and nobody is under way.
    private void Run(
        Batch batch, Func<(int Index, GenerationRequest Request)?> next,
        Action<IReadOnlyList<(int Index, GeneratedSequence Sequence)>> keep, CancellationToken stop)
    {
        var free = new Stack<int>(Enumerable.Range(0, batch.Options.BatchSize).Reverse());
        var active = new List<OngoingSequence>();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            while (free.Count > 0 && next() is var (index, request))
                active.Add(Begin(index, request, free.Pop(), batch));
            if (active.Count == 0)
                return;
            Step(active, batch);
            if (Ended(active, free, batch) is { Count: > 0 } ended)
                keep(ended);
        }
    }

    // Those leave, and are told.
    private static List<(int Index, GeneratedSequence Sequence)> Ended(
        List<OngoingSequence> active, Stack<int> free, Batch batch)
    {
        var ended = new List<(int Index, GeneratedSequence Sequence)>();
        foreach (var sequence in active.Where(sequence => sequence.IsFinished))
        {
            var finished = sequence.Finished(batch.Options.WithLogProbabilities);
            ended.Add((sequence.Index, finished));
            free.Push(sequence.Slot);
            sequence.Request.OnEnd?.Invoke(finished);
        }
        active.RemoveAll(sequence => sequence.IsFinished);
        return ended;
    }

    private OngoingSequence Begin(int index, GenerationRequest request, int slot, Batch batch)
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
        var (stops, most) = (batch.Stops, batch.Options.MaxNewTokens);
        var drafter = batch.Options.Speculation is null
            ? null
            : new CopyDrafter(
                new CopiedText(request.Prompt, request.CopySource, stops.Count > 0 ? stops[0] : null), stops, _memory);
        return new OngoingSequence(
            index, request, slot, Math.Min(Math.Min(request.MaxNewTokens ?? most, most), room), drafter);
    }

    private void Step(List<OngoingSequence> active, Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        if (batch.Options.Speculation is not null)
            batch.Decoder.Draft(active);
        var logits = batch.Decoder.Logits(active); // [M, V]
        var chosen = batch.Sampler.Choose(logits, Draws(active));
        var logProbabilities = batch.Options.WithLogProbabilities
            ? batch.Sampler.LogProbabilities(logits, chosen).data<float>().ToArray()
            : [];
        Accept(active, chosen.data<long>().ToArray(), logProbabilities, batch.Stops);
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

    /// <summary>What sequences that go side by side are computed with.</summary>
    private sealed record Batch(
        CachedDecoder Decoder, TokenSampler Sampler, GenerationOptions Options, IReadOnlyList<int> Stops);
}
