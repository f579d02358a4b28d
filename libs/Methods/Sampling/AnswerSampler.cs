using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>A prompt, and what of it the completion is expected to repeat.</summary>
public sealed record AskedPrompt(string Text, string? Repeated = null);

/// <summary>A completion, and the place of its prompt among all.</summary>
public sealed record PlacedText(int Place, string Text);

/// <summary>Completions in the order of their prompts.</summary>
/// <param name="Counts">What they took; null for plain generation.</param>
public sealed record SampledTexts(IReadOnlyList<PlacedText> Texts, GenerationCounts? Counts);

/// <summary>Prompts → completions as text, in order; progress counts answers.</summary>
public static class AnswerSampler
{
    private const string SavedFile = "answers.jsonl";

    /// <summary>Completes the prompts of a shard, or all, each to the bits it has when all are completed.</summary>
    public static SampledTexts Complete(
        ModelFolder folder,
        IReadOnlyList<AskedPrompt> prompts,
        SamplingOptions options,
        StepContext context,
        string stream,
        Shard? shard = null)
    {
        var requests = Requests(folder, prompts, options.MaxPromptLength, options.MaxNewTokens);
        var generation = options.ToGeneration((ulong)context.Seed, stream) with { StopTokenIds = folder.StopTokenIds };
        var batches = SequenceGenerator.Batches(
            [.. requests.Select(request => request.Prompt.Count)], generation.UnitSize);
        var asked = batches.Index().Where(batch => shard is null || shard.Has(batch.Index)).ToList();
        using var batcher = new AnswerBatches(folder.Model, generation, options.IsCounted, context)
        {
            Total = asked.Sum(batch => batch.Item.Length),
        };
        var recorder = new AnswerRecorder(context, folder.Model, options.Temperature);
        using var saved = new SavedResults<AnswerBatch>(context, SavedFile);
        var texts = new SortedDictionary<int, string>();
        foreach (var (number, batch) in asked)
        {
            var before = saved.Find(number);
            // A row's bits can depend on the rows beside it, so whole batches of the plan for all prompts are made.
            var answers = before ?? batcher.Generate([.. batch.Select(place => requests[place])]);
            recorder.Enter(number, batch, answers.Tokens);
            if (before is null)
                Keep(number, answers);
            batcher.Finish(answers);
            foreach (var (place, answer) in batch.Zip(answers.Tokens))
                texts.Add(place, TextOf(folder, answer));
        }
        return new SampledTexts([.. texts.Select(text => new PlacedText(text.Key, text.Value))], batcher.Counts);

        // After its entry in the ledger is on the disk.
        void Keep(int number, AnswerBatch answers)
        {
            context.Ledger?.Flush();
            saved.Keep(number, answers);
        }
    }

    /// <summary>Removes what <see cref="Complete"/> saved: all of it is in the step's output now.</summary>
    public static void RemoveSaved(StepContext context) =>
        File.Delete(Path.Combine(context.CheckpointFolder, SavedFile));

    /// <summary>Prompts as requests whose row ids are their places; too long ones lose their beginning.</summary>
    public static IReadOnlyList<GenerationRequest> Requests(
        ModelFolder folder, IReadOnlyList<AskedPrompt> prompts, int maxPromptLength, int maxNewTokens)
    {
        var limit = folder.PromptLimit(maxPromptLength, maxNewTokens);
        var encoder = folder.Encoder(limit);
        return [.. prompts.Select((prompt, place) => Request(folder, encoder, prompt, place, limit))];
    }

    /// <summary>A prompt as a request; too long a one loses its beginning.</summary>
    /// <param name="encoder">The folder's own.</param>
    /// <param name="place">Its place among all, which is its row id.</param>
    /// <param name="limit">Most tokens of it.</param>
    public static GenerationRequest Request(
        ModelFolder folder, SampleEncoder encoder, AskedPrompt prompt, int place, int limit)
    {
        var tokens = encoder.Prompt(prompt.Text, limit);
        return new GenerationRequest
        {
            Prompt = tokens,
            RowId = (ulong)place,
            CopySource = prompt.Repeated is { } repeated ? RepeatedPart.Find(folder, tokens, repeated) : null,
        };
    }

    /// <summary>The text without special tokens and without the space that joins it to the prompt.</summary>
    public static string TextOf(ModelFolder folder, IReadOnlyList<int> tokens) =>
        folder.Tokenizer.Decode([.. tokens], skipSpecial: true).TrimStart(' ');
}
