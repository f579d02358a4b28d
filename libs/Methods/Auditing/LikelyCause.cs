using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Auditing;

/// <summary>What most likely made two executions part, judged by what parted first.</summary>
internal static class LikelyCause
{
    /// <param name="fields">Values of the first entry that differs.</param>
    /// <param name="environment">What differs between the two places.</param>
    /// <param name="isRepeatable">Whether a third execution came out as the second; null where there was none.</param>
    public static string Of(
        IReadOnlyList<string> fields, IReadOnlyList<EnvironmentDifference> environment, bool? isRepeatable = null)
    {
        var deciding = environment.Where(difference => EnvironmentComparison.DecidesBits(difference.Name)).ToList();
        if (deciding.FirstOrDefault(difference => difference.Name.StartsWith("threads/", StringComparison.Ordinal))
            is { } threads)
            return $"another number of threads: {threads.Name} was {threads.Recorded ?? "not set"}, is "
                + $"{threads.Found ?? "not set"}";
        if (deciding.Count > 0)
            return $"another environment: {string.Join(", ", deciding.Select(difference => difference.Name))}";
        return OfFields(fields) + isRepeatable switch
        {
            null => "",
            true => "; executed here again it comes out the same, so the record was made by something else: another "
                + "machine, another build, or a change of its data",
            false => "; executed here again it comes out otherwise, so it is this machine that does not repeat itself",
        };
    }

    // In the order in which an update comes about: what goes in, forward, backward, the step.
    private static string OfFields(IReadOnlyList<string> fields) => fields switch
    {
        _ when fields.Contains("rows") => "other batches: the data, its order or the batching changed",
        _ when fields.Contains("learning rate") => "another learning rate: the schedule or its options changed",
        _ when fields.Any(field => field is "epoch" or "position" or "tokens") =>
            "another place in the data: the number of rows or of tokens changed",
        _ when fields.Contains("loss") =>
            "the forward pass: weights were changed between two updates, or a kernel computes otherwise",
        _ when fields.Contains("gradient norm") => "the backward pass: the loss is the same, its gradient is not",
        _ when fields.Contains("weights") =>
            "the weights alone: loss and gradient are the same, so the optimiser's step or the memory that holds them",
        _ when fields.Contains("draws") =>
            "other draws: the state of a random generator, or an answer that was sampled from it",
        _ => "the ledgers have different lengths",
    };
}
