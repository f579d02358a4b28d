using System.Globalization;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Shared;

/// <summary>Enters the updates of one stage of a step in its ledger, with a checksum of all weights.</summary>
/// <param name="context">The step.</param>
/// <param name="stage">Names the stage within the step.</param>
/// <param name="weights">What is trained.</param>
internal sealed class TrainingRecorder(StepContext context, string stage, ParameterBuffer weights)
{
    /// <summary>The last update of this stage that is entered: no checkpoint beyond it is gone on from.</summary>
    public int Reach => context.Ledger is { } ledger ? (int)Math.Min(ledger.Reach(stage), int.MaxValue) : int.MaxValue;

    /// <summary>Puts what was entered on the disk.</summary>
    public void Flush() => context.Ledger?.Flush();

    /// <summary>Enters an update.</summary>
    /// <param name="update">What was made.</param>
    /// <param name="rows">Ids of the batch's rows.</param>
    /// <param name="draws">Further state that the next draws depend on, as text.</param>
    /// <exception cref="StepStoppedException">No more updates are wanted.</exception>
    public void Enter(UpdateRecord update, IReadOnlyList<string> rows, params string[] draws)
    {
        if (context.Ledger is not null)
            Enter(EntryOf(update, rows, draws), rows);
    }

    /// <summary>Enters what the weights made or were made by.</summary>
    /// <exception cref="StepStoppedException">No more is wanted.</exception>
    public void Enter(LedgerEntry entry, IReadOnlyList<string> rows)
    {
        var answer = context.Ledger?.Append(entry, rows) ?? LedgerAnswer.GoOn;
        if (answer.SaveWeightsAs is { } path)
            WeightFile.Save(weights, path);
        if (answer.MustStop)
            throw new StepStoppedException();
    }

    private LedgerEntry EntryOf(UpdateRecord update, IReadOnlyList<string> rows, string[] draws) => new()
    {
        Stage = stage,
        Update = update.Update,
        Epoch = update.Epoch,
        Position = update.Position,
        Loss = update.Metrics["loss"],
        GradientNorm = update.Metrics["grad_norm"],
        LearningRate = update.Metrics["learning_rate"],
        TokenCount = update.TokenCount,
        Rows = ShortDigest.Of(rows),
        Draws = ShortDigest.Of([GeneratorState(update), .. draws]),
        Weights = weights.Checksum(),
    };

    // Generators count: their whole state is the seed, the stage's name and where it is.
    private string GeneratorState(UpdateRecord update) => string.Create(
        CultureInfo.InvariantCulture, $"{context.Seed}/{stage}/{update.Epoch}/{update.Position}");
}
