using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Bench;

/// <summary>How much of what was generated stands in the part of the prompt that is to be copied.</summary>
internal static class CopiedTokens
{
    /// <summary>Share of the generated tokens of all rows, ends not counted.</summary>
    public static double Share(IReadOnlyList<GenerationRequest> requests, IReadOnlyList<IReadOnlyList<int>> generated)
    {
        var all = generated.Sum(tokens => tokens.Count - 1);
        return all == 0 ? 0 : requests.Zip(generated, Count).Sum() / (double)all;
    }

    private static int Count(GenerationRequest request, IReadOnlyList<int> tokens) =>
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
