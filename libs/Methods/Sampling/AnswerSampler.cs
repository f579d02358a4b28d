using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>A completion, and the place of its prompt among all.</summary>
public sealed record PlacedText(int Place, string Text);

/// <summary>Prompts → completions as text, in order; progress counts answers.</summary>
public static class AnswerSampler
{
    /// <summary>Completes all prompts.</summary>
    public static IReadOnlyList<string> Complete(
        ModelFolder folder,
        IReadOnlyList<string> prompts,
        SamplingOptions options,
        StepContext context,
        string stream) =>
        [.. Complete(folder, prompts, options, context, stream, shard: null).Select(completion => completion.Text)];

    /// <summary>Completes the prompts of a shard, or all, each to the bits it has when all are completed.</summary>
    public static IReadOnlyList<PlacedText> Complete(
        ModelFolder folder,
        IReadOnlyList<string> prompts,
        SamplingOptions options,
        StepContext context,
        string stream,
        Shard? shard)
    {
        var limit = folder.PromptLimit(options.MaxPromptLength, options.MaxNewTokens);
        var encoder = new SampleEncoder(folder.Tokenizer, limit);
        var encoded = prompts.Select(prompt => encoder.Prompt(prompt, limit)).ToList();
        var batches = SequenceGenerator.Batches([.. encoded.Select(prompt => prompt.Length)], options.BatchSize);
        var places = PlacesOf(shard, encoded.Count, batches);
        var requests = places.Select(
            place => new GenerationRequest { Prompt = encoded[place], RowId = (ulong)place }).ToList();
        try
        {
            var sequences = new SequenceGenerator(folder.Model).Generate(
                requests, ToGeneration(options, (ulong)context.Seed, stream),
                (done, total) => context.Report(StepProgress.Of(done, total, "answers")),
                context.Stop);
            new AnswerRecorder(context, folder.Model, options.Temperature).Enter(
                batches, places.Zip(sequences).ToDictionary(pair => pair.First, pair => pair.Second));
            return [.. places.Zip(sequences, (place, sequence) => new PlacedText(place, TextOf(folder, sequence)))];
        }
        // Sampling has no checkpoint: an answer depends on its own row alone, and all of them take seconds.
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            throw new StepStoppedException();
        }
    }

    /// <summary>The text without special tokens and without the space that joins it to the prompt.</summary>
    public static string TextOf(ModelFolder folder, GeneratedSequence sequence) =>
        folder.Tokenizer.Decode([.. sequence.Tokens], skipSpecial: true).TrimStart(' ');

    // A row's bits can depend on the rows beside it, so a shard takes whole batches of the plan for all prompts.
    private static IReadOnlyList<int> PlacesOf(Shard? shard, int count, IReadOnlyList<int[]> batches) =>
        shard is null ? [.. Enumerable.Range(0, count)] : shard.PlacesIn(batches);

    private static GenerationOptions ToGeneration(SamplingOptions options, ulong seed, string stream) => new()
    {
        MaxNewTokens = options.MaxNewTokens,
        Temperature = options.Temperature,
        TopK = options.TopK,
        TopP = options.TopP < 1 ? options.TopP : null,
        BatchSize = options.BatchSize,
        Seed = seed,
        Stream = stream,
    };
}
