namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Guesses what one sequence repeats of its prompt. A pointer follows the text that is copied. After a token that is
/// not the guessed one it is set anew: behind the longest run of newest tokens that the prompt holds too, of equals
/// the nearest ahead; behind the newest token alone where that is found a little further on in the copied text, as
/// where words were left out; else one token further, as where a word was replaced.
/// </summary>
internal sealed class CopyDrafter
{
    private const int LongestMatch = 8;

    /// <summary>A single token says little: farther ahead than this it more likely stands there by chance.</summary>
    private const int SingleTokenReach = 12;

    private readonly List<int> _text;
    private readonly int _promptLength;
    private readonly int _end;
    private readonly int? _endToken;
    private readonly CopyChances _chances = new();

    private int _next;
    private int _run;

    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="source">The part of it that is expected to be copied, from its first token; null: unknown.</param>
    /// <param name="endToken">What follows a whole copy of that part; null: unknown.</param>
    public CopyDrafter(IReadOnlyList<int> prompt, Range? source, int? endToken)
    {
        _text = [.. prompt];
        _promptLength = prompt.Count;
        if (source is { } range)
        {
            var (offset, length) = range.GetOffsetAndLength(prompt.Count);
            (_end, _endToken, _next) = (offset + length, endToken, offset);
        }
        else
        {
            (_end, _next) = (_promptLength, _promptLength);
            Synchronise();
        }
    }

    /// <summary>Most tokens that can be drafted now.</summary>
    public int Available => _next < _end
        ? _end - _next + (_endToken is null ? 0 : 1)
        : _next == _end && _endToken is not null ? 1 : _promptLength - _next;

    /// <summary>The newest token; it may be the guessed one.</summary>
    public void Follow(int token)
    {
        var wasRight = Available > 0 && Guess(0) == token;
        if (Available > 0)
            _chances.Count(_run, wasRight);
        _text.Add(token);
        (_next, _run) = wasRight ? (_next + 1, _run + 1) : (_next, 0);
        if (!wasRight)
            Synchronise();
    }

    /// <summary>How many of the next tokens, at most so many, are all right with at least that chance.</summary>
    /// <param name="chance">Above 0.</param>
    /// <param name="expected">How many of them are expected to be accepted.</param>
    public int LengthWithin(double chance, int most, out double expected) =>
        _chances.LengthWithin(chance, Math.Min(most, Available), _run, out expected);

    /// <summary>The next tokens as they are guessed.</summary>
    /// <param name="length">At most <see cref="Available"/>.</param>
    public int[] Draft(int length) => [.. Enumerable.Range(0, length).Select(Guess)];

    private int Guess(int ahead) => _next + ahead == _end && _endToken is { } token ? token : _text[_next + ahead];

    private void Synchronise()
    {
        var expected = _next;
        var (best, length) = (-1, 0);
        for (var place = 0; place < _promptLength - 1; place++)
            if (_text[place] == _text[^1] && MatchBefore(place) is var found
                && (found > length || (found == length && Distance(place + 1) < Distance(best))))
                (best, length) = (place + 1, found);
        var isFound = length >= 2 || (length == 1 && IsReached(best));
        (_next, _run) = isFound ? (best, length) : (expected < _end ? expected + 1 : _promptLength, 0);

        int Distance(int place) => place >= expected ? place - expected : _promptLength + expected - place;
        bool IsReached(int place) => place > expected && place <= Math.Min(expected + SingleTokenReach, _end);
    }

    /// <summary>How many tokens up to that place are the newest ones.</summary>
    private int MatchBefore(int place)
    {
        var length = 1;
        while (length < LongestMatch && place - length >= 0 && _text[place - length] == _text[^(length + 1)])
            length++;
        return length;
    }
}
