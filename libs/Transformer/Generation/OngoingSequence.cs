namespace WeakToStrong.Transformer.Generation;

/// <summary>One sequence while it is being generated.</summary>
/// <param name="index">Its place in the caller's list.</param>
/// <param name="slot">Its slot in the cache.</param>
/// <param name="limit">Most tokens it may get.</param>
/// <param name="drafter">Where its drafts come from; null: it has none.</param>
internal sealed class OngoingSequence(
    int index, GenerationRequest request, int slot, int limit, CopyDrafter? drafter)
{
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private int[] _draft = [];
    private FinishReason? _reason;

    /// <summary>Its place in the caller's list.</summary>
    public int Index => index;

    public GenerationRequest Request => request;

    /// <summary>Its slot in the cache.</summary>
    public int Slot => slot;

    public bool IsFinished => _reason is not null;

    /// <summary>Whether its prompt is not in the cache yet.</summary>
    public bool IsNew => _tokens.Count == 0;

    /// <summary>Tokens generated so far: the number of the next one.</summary>
    public int Count => _tokens.Count;

    /// <summary>Tokens that a pass may add: those of a draft and the model's own after them.</summary>
    public int Room => limit - _tokens.Count;

    /// <summary>Rows of the next pass that say which token comes next: the last known one and the draft's.</summary>
    public int OutputRows => 1 + _draft.Length;

    /// <summary>Rows of the next pass that have no keys and values in the cache yet.</summary>
    public int InputRows => (IsNew ? request.Prompt.Count : 1) + _draft.Length;

    /// <summary>Place of the next pass's first row in the whole sequence, prompt included.</summary>
    public int FirstPosition => IsNew ? 0 : request.Prompt.Count + _tokens.Count - 1;

    /// <summary>Tokens of the whole sequence after the next pass, if all of its draft is accepted.</summary>
    public int Length => FirstPosition + InputRows;

    /// <summary>Tokens of the next pass.</summary>
    public IEnumerable<int> Inputs() => (IsNew ? request.Prompt : [_tokens[^1]]).Concat(_draft);

    /// <summary>How many of the next tokens it can draft that are all right with at least that chance.</summary>
    /// <param name="chance">Above 0.</param>
    /// <param name="most">Most of them.</param>
    /// <param name="expected">How many are expected to be accepted.</param>
    public int LengthWithin(double chance, int most, out double expected) =>
        // The row after the last token that fits would choose one that does not.
        drafter!.LengthWithin(chance, Math.Min(most, Room - 1), out expected);

    /// <summary>Has the next pass verify that many tokens.</summary>
    public void Propose(int length) => _draft = length == 0 ? [] : drafter!.Draft(length);

    /// <summary>
    /// Takes the tokens that the model chose, as long as they are the draft's, and the one after: that is what the
    /// model would have chosen one by one. Places of the cache beyond them are written again before they are read.
    /// </summary>
    /// <param name="chosen">[1 + draft] The model's choice after each of the last rows.</param>
    /// <param name="logProbabilities">[1 + draft], or nothing.</param>
    /// <returns>How many were taken.</returns>
    public int Accept(ReadOnlySpan<long> chosen, ReadOnlySpan<float> logProbabilities, IReadOnlyList<int> stops)
    {
        for (var place = 0; ; place++)
        {
            var token = (int)chosen[place];
            Append(token, stops);
            if (!logProbabilities.IsEmpty)
                _logProbabilities.Add(logProbabilities[place]);
            if (IsFinished || place == _draft.Length || token != _draft[place])
                return place + 1;
        }
    }

    public GeneratedSequence Finished(bool withLogProbabilities) => new()
    {
        Tokens = _tokens,
        Reason = _reason ?? throw new InvalidOperationException("the sequence is not finished"),
        LogProbabilities = withLogProbabilities ? _logProbabilities : null
    };

    private void Append(int token, IReadOnlyList<int> stops)
    {
        _tokens.Add(token);
        drafter?.Follow(token);
        request.OnToken?.Invoke(token);
        if (stops.Contains(token))
            _reason = FinishReason.Stop;
        else if (_tokens.Count == limit)
            _reason = FinishReason.Length;
        else if (request.Stop.IsCancellationRequested)
            _reason = FinishReason.Cancelled;
    }
}
