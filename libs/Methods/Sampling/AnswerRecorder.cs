using System.Globalization;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Sampling;

/// <summary>
/// Enters batches of answers in a step's ledger: which rows stood side by side, and every token. A batch has its number
/// in the plan for all prompts, so that the shards of a step, and the whole of it, enter the same.
/// </summary>
internal sealed class AnswerRecorder(StepContext context, LlamaModel model, double temperature)
{
    /// <summary>Name of the stage.</summary>
    public const string Stage = "answers";

    /// <summary>Enters the batches whose answers are there.</summary>
    /// <param name="batches">The plan: places of prompts.</param>
    /// <param name="answers">Place → what was generated.</param>
    /// <exception cref="StepStoppedException">No more are wanted.</exception>
    public void Enter(IReadOnlyList<int[]> batches, IReadOnlyDictionary<int, GeneratedSequence> answers)
    {
        if (context.Ledger is not { } ledger)
            return;
        var weights = model.Parameters.Checksum();
        foreach (var (number, batch) in batches.Index().Where(batch => answers.ContainsKey(batch.Item[0])))
        {
            string[] rows = [.. batch.Select(place => place.ToString(CultureInfo.InvariantCulture))];
            var generated = batch.Select(place => answers[place]).ToList();
            if (ledger.Append(EntryOf(number, rows, generated, weights), rows).MustStop)
                throw new StepStoppedException();
        }
    }

    private LedgerEntry EntryOf(
        int number, IReadOnlyList<string> rows, List<GeneratedSequence> generated, ulong weights) => new()
        {
            Stage = Stage,
            Update = number + 1,
            Epoch = 0,
            Position = number,
            Loss = 0,
            GradientNorm = 0,
            LearningRate = temperature,
            TokenCount = generated.Sum(sequence => sequence.Tokens.Count),
            Rows = ShortDigest.Of(rows),
            Draws = ShortDigest.Of(generated.Select(sequence => string.Join(' ', sequence.Tokens))),
            Weights = weights,
        };
}
