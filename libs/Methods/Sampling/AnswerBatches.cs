using System.Text.Json.Serialization;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Sampling;

/// <summary>Generates batches one after the other, and says how far all of them are.</summary>
/// <param name="isCounted">Whether what they take is counted.</param>
internal sealed class AnswerBatches(
    LlamaModel model, GenerationOptions options, bool isCounted, StepContext context) : IDisposable
{
    private readonly SequenceGenerator _generator = new(model) { KeepsCache = true };
    private int _finished;

    /// <summary>Answers of all batches.</summary>
    public required int Total { get; init; }

    /// <summary>What the finished batches took, those of an earlier attempt included.</summary>
    public GenerationCounts? Counts { get; private set; } = isCounted ? default(GenerationCounts) : null;

    /// <exception cref="StepStoppedException">The step is to stop.</exception>
    public AnswerBatch Generate(IReadOnlyList<GenerationRequest> requests)
    {
        var before = _generator.Counts;
        try
        {
            var sequences = _generator.Generate(
                requests, options, (done, _) => Report(_finished + done, Counts + (_generator.Counts - before)),
                context.Stop);
            return new AnswerBatch(
                [.. sequences.Select(sequence => sequence.Tokens.ToArray())],
                isCounted ? _generator.Counts - before : null);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            throw new StepStoppedException();
        }
    }

    /// <summary>A batch is there, generated now or earlier.</summary>
    public void Finish(AnswerBatch batch)
    {
        _finished += batch.Tokens.Length;
        Counts += batch.Counts;
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    private void Report(int done, GenerationCounts? counts)
    {
        var progress = StepProgress.Of(done, Total, "answers");
        context.Report(counts is { } given ? progress with { Metrics = Metrics(given) } : progress);
    }

    private static Dictionary<string, double> Metrics(GenerationCounts counts) => new()
    {
        ["generation/tokens"] = counts.Tokens,
        ["generation/passes"] = counts.Passes,
        ["speculation/drafted"] = counts.Drafted,
        ["speculation/accepted"] = counts.Accepted,
        ["speculation/acceptance"] = counts.Acceptance,
    };
}

/// <summary>What was generated for a batch.</summary>
/// <param name="Tokens">Of each row.</param>
/// <param name="Counts">What it took; null where nobody asks.</param>
internal sealed record AnswerBatch(
    int[][] Tokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GenerationCounts? Counts);
