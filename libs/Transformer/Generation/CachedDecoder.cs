using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Passes of a model over the newest tokens of sequences, whose earlier ones have keys and values in a cache. N = rows
/// of a pass, M = those of them whose output is asked for.
/// </summary>
internal abstract class CachedDecoder(LlamaModel model) : IDisposable
{
    /// <summary>The model.</summary>
    protected LlamaModel Model => model;

    /// <summary>A decoder for a model: by kernels on the CPU, by operators on devices.</summary>
    /// <param name="slots">Sequences that are generated at once.</param>
    /// <param name="capacity">Tokens of the longest of them.</param>
    /// <param name="maxDraft">Most tokens that a sequence drafts at once.</param>
    public static CachedDecoder Create(LlamaModel model, int slots, int capacity, int maxDraft) =>
        CpuMemory.IsEnabled && model.Device.type == DeviceType.CPU
            ? new RowDecoder(model, slots, capacity, maxDraft)
            : new SlotDecoder(model, slots, capacity, maxDraft);

    /// <summary>Has every sequence draft what the next pass verifies at the best rate.</summary>
    public abstract void Draft(IReadOnlyList<OngoingSequence> active);

    /// <summary>One pass: whole prompts of new sequences, newest tokens of the others, and drafts.</summary>
    /// <returns>
    /// [M, V] Scores of the token after each sequence's last known token and after each of its draft.
    /// </returns>
    public abstract Tensor Logits(IReadOnlyList<OngoingSequence> active);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>[N] Place of each row in its sequence.</summary>
    protected static int[] Positions(IReadOnlyList<OngoingSequence> active) =>
        [.. active.SelectMany(sequence => Enumerable.Range(sequence.FirstPosition, sequence.InputRows))];

    /// <summary>[M] Those of the rows whose output is asked for.</summary>
    protected static int[] OutputRows(IReadOnlyList<OngoingSequence> active)
    {
        var rows = new List<int>();
        var end = 0;
        foreach (var sequence in active)
        {
            end += sequence.InputRows;
            rows.AddRange(Enumerable.Range(end - sequence.OutputRows, sequence.OutputRows));
        }
        return [.. rows];
    }

    /// <summary>[N] Slot of each row's sequence.</summary>
    protected static int[] Slots(IReadOnlyList<OngoingSequence> active) =>
        [.. active.SelectMany(sequence => Enumerable.Repeat(sequence.Slot, sequence.InputRows))];

    /// <summary>Brings numbers to the model's device.</summary>
    protected Tensor Indices(int[] values) => Indices(Array.ConvertAll(values, value => (long)value));

    /// <summary>Brings numbers to the model's device.</summary>
    protected Tensor Indices(long[] values) => LibTorch.Upload(values, model.Device);
}
