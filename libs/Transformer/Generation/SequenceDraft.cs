namespace WeakToStrong.Transformer.Generation;

/// <summary>One sequence while it is being generated.</summary>
internal sealed class SequenceDraft(int index, GenerationRequest request, int slot, int limit)
{
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private FinishReason? _reason;

    /// <summary>Its place in the caller's list.</summary>
    public int Index => index;

    public GenerationRequest Request => request;

    /// <summary>Its slot in the cache.</summary>
    public int Slot => slot;

    public bool IsFinished => _reason is not null;

    /// <summary>The newest token, the next step's input.</summary>
    public int LastToken => _tokens[^1];

    /// <summary>Place of the newest token in the whole sequence, prompt included.</summary>
    public int LastPosition => request.Prompt.Count + _tokens.Count - 1;

    public void Append(int token, float? logProbability, IReadOnlyList<int> stops)
    {
        _tokens.Add(token);
        if (logProbability is { } value)
            _logProbabilities.Add(value);
        if (stops.Contains(token))
            _reason = FinishReason.Stop;
        else if (_tokens.Count == limit)
            _reason = FinishReason.Length;
        request.OnToken?.Invoke(token);
    }

    public GeneratedSequence Finished(bool withLogProbabilities) => new()
    {
        Tokens = _tokens,
        Reason = _reason ?? throw new InvalidOperationException("the sequence is not finished"),
        LogProbabilities = withLogProbabilities ? _logProbabilities : null
    };
}
