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
        var encoder = folder.Encoder(limit);
        var encoded = prompts.Select(prompt => encoder.Prompt(prompt, limit)).ToList();
        var batches = SequenceGenerator.Batches([.. encoded.Select(prompt => prompt.Length)], options.BatchSize);
        var asked = batches.Index().Where(batch => shard is null || shard.Has(batch.Index)).ToList();
        var progress = new AnswerProgress(context, asked.Sum(batch => batch.Item.Length));
        var generation = ToGeneration(options, (ulong)context.Seed, stream) with
        {
            StopTokenIds = folder.StopTokenIds
        };
        var recorder = new AnswerRecorder(context, folder.Model, options.Temperature);
        using var saved = new SavedAnswers(context);
        var texts = new SortedDictionary<int, string>();
        foreach (var (number, batch) in asked)
        {
            var tokens = saved.Find(number)
                ?? Generate(folder, encoded, batch, generation, progress, context.Stop);
            recorder.Enter(number, batch, tokens);
            saved.Keep(number, tokens);
            progress.Finish(batch.Length);
            foreach (var (place, answer) in batch.Zip(tokens))
                texts.Add(place, TextOf(folder, answer));
        }
        saved.Delete();
        return [.. texts.Select(text => new PlacedText(text.Key, text.Value))];
    }

    /// <summary>The text without special tokens and without the space that joins it to the prompt.</summary>
    public static string TextOf(ModelFolder folder, IReadOnlyList<int> tokens) =>
        folder.Tokenizer.Decode([.. tokens], skipSpecial: true).TrimStart(' ');

    // A row's bits can depend on the rows beside it, so whole batches of the plan for all prompts are generated.
    private static int[][] Generate(
        ModelFolder folder,
        List<int[]> prompts,
        int[] batch,
        GenerationOptions options,
        AnswerProgress progress,
        CancellationToken stop)
    {
        try
        {
            var requests = batch.Select(
                place => new GenerationRequest { Prompt = prompts[place], RowId = (ulong)place }).ToList();
            return
            [
                .. new SequenceGenerator(folder.Model).Generate(requests, options, progress.Within, stop)
                    .Select(sequence => sequence.Tokens.ToArray()),
            ];
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new StepStoppedException();
        }
    }

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

/// <summary>Counts answers over all batches.</summary>
internal sealed class AnswerProgress(StepContext context, int total)
{
    private int _finished;

    /// <summary>So many of the batch that is generated now are there.</summary>
    public void Within(int done, int _) => context.Report(StepProgress.Of(_finished + done, total, "answers"));

    /// <summary>A batch is finished.</summary>
    public void Finish(int count) => _finished += count;
}
