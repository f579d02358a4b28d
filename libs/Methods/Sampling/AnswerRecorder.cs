using System.Globalization;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Sampling;

/// <summary>
/// Enters batches of answers in a step's ledger: which rows stood side by side, and every token. A batch has its number
/// in the plan for all prompts, so that the shards of a step, and the whole of it, enter the same.
/// </summary>
internal sealed class AnswerRecorder(StepContext context, LlamaModel model, double temperature)
{
    /// <summary>The stage whose draws are the tokens of answers.</summary>
    public const string Stage = "answers";

    private readonly ulong _weights = context.Ledger is null ? 0 : model.Parameters.Checksum();

    /// <summary>Enters a batch.</summary>
    /// <param name="number">Its number in the plan for all prompts.</param>
    /// <param name="places">Places of its prompts.</param>
    /// <param name="tokens">What was generated for each.</param>
    /// <exception cref="StepStoppedException">No more are wanted.</exception>
    public void Enter(int number, int[] places, int[][] tokens)
    {
        if (context.Ledger is not { } ledger)
            return;
        string[] rows = [.. places.Select(place => place.ToString(CultureInfo.InvariantCulture))];
        if (ledger.Append(EntryOf(number, rows, tokens), rows).MustStop)
            throw new StepStoppedException();
    }

    private LedgerEntry EntryOf(int number, string[] rows, int[][] tokens) => new()
    {
        Stage = Stage,
        Update = number + 1,
        Epoch = 0,
        Position = number,
        Loss = 0,
        GradientNorm = 0,
        LearningRate = temperature,
        TokenCount = tokens.Sum(answer => answer.Length),
        Rows = ShortDigest.Of(rows),
        Draws = ShortDigest.Of(tokens.Select(answer => string.Join(' ', answer))),
        Weights = _weights,
    };
}
