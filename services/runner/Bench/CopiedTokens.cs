using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Bench;

/// <summary>How much of what was generated stands in the part of the prompt that is to be copied.</summary>
internal static class CopiedTokens
{
    /// <summary>Share of the generated tokens of all rows, the stop tokens that ended some not counted.</summary>
    public static double Share(IReadOnlyList<GenerationRequest> requests, IReadOnlyList<GeneratedSequence> generated)
    {
        var written = generated.Select(Written).ToList();
        var all = written.Sum(tokens => tokens.Length);
        return all == 0 ? 0 : requests.Zip(written, Count).Sum() / (double)all;
    }

    private static int[] Written(GeneratedSequence sequence) =>
        [.. sequence.Tokens.SkipLast(sequence.Reason == FinishReason.Stop ? 1 : 0)];

    private static int Count(GenerationRequest request, int[] tokens) =>
        CommonSubsequence(request.CopySource is { } range ? [.. request.Prompt.Take(range)] : [], tokens);

    /// <summary>Length of the longest sequence that both hold in its order, with gaps.</summary>
    internal static int CommonSubsequence(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        var lengths = new int[right.Count + 1];
        foreach (var token in left)
        {
            var diagonal = 0;
            for (var column = 1; column <= right.Count; column++)
            {
                var above = lengths[column];
                lengths[column] = right[column - 1] == token
                    ? diagonal + 1
                    : Math.Max(above, lengths[column - 1]);
                diagonal = above;
            }
        }
        return lengths[^1];
    }
}
