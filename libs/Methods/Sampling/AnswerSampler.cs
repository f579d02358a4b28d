using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>Prompts → completions as text, in order; progress counts answers.</summary>
public static class AnswerSampler
{
    public static IReadOnlyList<string> Complete(
        ModelFolder folder, IReadOnlyList<string> prompts, SamplingOptions options, StepContext context, string stream)
    {
        var limit = folder.PromptLimit(options.MaxPromptLength, options.MaxNewTokens);
        var encoder = new SampleEncoder(folder.Tokenizer, limit);
        var requests = prompts.Select(prompt => (IReadOnlyList<int>)encoder.Prompt(prompt, limit)).ToList();
        try
        {
            var sequences = new SequenceGenerator(folder.Model).Generate(
                requests, ToGeneration(options, (ulong)context.Seed, stream),
                (done, total) => context.Report(StepProgress.Of(done, total, "answers")),
                context.Stop);
            return [.. sequences.Select(sequence => TextOf(folder, sequence))];
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
