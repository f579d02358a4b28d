namespace WeakToStrong.Transformer.Data;

/// <summary>One sequence of tokens and which of them the model is asked to predict.</summary>
public sealed record TokenSample
{
    private TokenSample(string id, int[] tokens, bool[] targetMask)
    {
        Id = id;
        Tokens = tokens;
        TargetMask = targetMask;
        TargetCount = targetMask.Count(isTarget => isTarget);
    }

    /// <summary>Names the sample in errors and in draws.</summary>
    public string Id { get; }

    /// <summary>[T] Token ids.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>
    /// [T] True where the token is a target. Never at 0: nothing stands before it to predict it from.
    /// </summary>
    public IReadOnlyList<bool> TargetMask { get; }

    /// <summary>Number of targets.</summary>
    public int TargetCount { get; }

    /// <summary>Number of tokens, T.</summary>
    public int Length => Tokens.Count;

    /// <summary>A sample in which every token but the first is a target.</summary>
    public static TokenSample ForPretraining(string id, IReadOnlyList<int> tokens) => AfterPrompt(id, tokens, 1);

    /// <summary>A sample whose targets are the response alone.</summary>
    public static TokenSample ForResponse(string id, IReadOnlyList<int> prompt, IReadOnlyList<int> response) =>
        AfterPrompt(id, [.. prompt, .. response], prompt.Count);

    /// <summary>A sample whose targets are the tokens from <paramref name="promptLength"/> on.</summary>
    public static TokenSample AfterPrompt(string id, IReadOnlyList<int> tokens, int promptLength)
    {
        if (promptLength < 0 || promptLength > tokens.Count)
            throw new ArgumentException($"sample '{id}' of {tokens.Count} tokens: prompt of {promptLength}");
        var mask = new bool[tokens.Count];
        mask.AsSpan(promptLength).Fill(true);
        return WithMask(id, tokens, mask);
    }

    /// <summary>
    /// A sample with any targets, such as the answers of a conversation. The first token never is one.
    /// </summary>
    public static TokenSample WithMask(string id, IReadOnlyList<int> tokens, IReadOnlyList<bool> targetMask)
    {
        if (tokens.Count == 0)
            throw new ArgumentException($"sample '{id}' has no tokens");
        if (targetMask.Count != tokens.Count)
            throw new ArgumentException($"sample '{id}': mask of {targetMask.Count} for {tokens.Count} tokens");
        if (tokens.Any(token => token < 0))
            throw new ArgumentException($"sample '{id}' has a negative token id");
        return new TokenSample(id, [.. tokens], [false, .. targetMask.Skip(1)]);
    }
}
