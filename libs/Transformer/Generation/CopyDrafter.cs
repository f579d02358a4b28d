namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Guesses what one sequence repeats: of its prompt, and of what sequences before it made of the same words.
/// </summary>
/// <param name="text">Its prompt.</param>
/// <param name="stops">Tokens that end it.</param>
/// <param name="memory">What all sequences learn from.</param>
internal sealed class CopyDrafter(CopiedText text, IReadOnlyList<int> stops, DraftMemory memory)
{
    private readonly CopyChances _chances = new();
    private readonly List<Guess> _guesses = [];
    private CopyPlace _place = text.Start;
    private CopyPlace _guessedPlace = text.Start;

    /// <summary>The newest token; it may be the guessed one.</summary>
    public void Follow(int token)
    {
        text.Cut(text.Tokens.Length - _guesses.Count);
        _guesses.Clear();
        var copied = text.At(_place);
        if (copied is not null)
            _chances.Count(_place.Run, copied == token);
        memory.Learn(text.Tokens, copied, token);
        _guessedPlace = _place = text.Append(_place, token);
    }

    /// <summary>How many of the next tokens, at most so many, are all right with at least that chance.</summary>
    /// <param name="chance">Above 0.</param>
    /// <param name="expected">How many of them are expected to be accepted.</param>
    public int LengthWithin(double chance, int most, out double expected)
    {
        expected = 0;
        var all = 1.0;
        for (var length = 0; length < most; length++)
        {
            if (length == _guesses.Count && !TryGuess())
                return length;
            all *= _guesses[length].Chance;
            if (all < chance)
                return length;
            expected += all;
        }
        return most;
    }

    /// <summary>The next tokens as they are guessed.</summary>
    /// <param name="length">At most what <see cref="LengthWithin"/> said.</param>
    public int[] Draft(int length) => [.. _guesses.Take(length).Select(guess => guess.Token)];

    // As if all guesses so far were right.
    private bool TryGuess()
    {
        if (_guesses is [.., { Token: var last }] && stops.Contains(last))
            return false;
        if (memory.Recall(text.Tokens, text.At(_guessedPlace), _chances.Of(_guessedPlace.Run)) is not { } guess)
            return false;
        _guesses.Add(guess);
        _guessedPlace = text.Append(_guessedPlace, guess.Token);
        return true;
    }
}
