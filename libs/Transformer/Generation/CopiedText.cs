using System.Runtime.InteropServices;

namespace WeakToStrong.Transformer.Generation;

/// <summary>The place in a prompt that is copied next.</summary>
/// <param name="Next">Its index among all tokens.</param>
/// <param name="Run">Tokens in a row, up to it, that were copied.</param>
internal readonly record struct CopyPlace(int Next, int Run);

/// <summary>
/// A prompt and what follows it, with a pointer into the prompt that follows what is copied. After a token that is not
/// the pointer's it is set anew: behind the longest run of newest tokens that the prompt holds too, of equals the
/// nearest ahead; behind the newest token alone where that is found a little further on in the copied text, as where
/// words were left out; else one token further, as where a word was replaced.
/// </summary>
internal sealed class CopiedText
{
    private const int LongestMatch = 8;

    /// <summary>A single token says little: farther ahead than this it more likely stands there by chance.</summary>
    private const int SingleTokenReach = 12;

    private readonly List<int> _tokens;
    private readonly int _promptLength;
    private readonly int _end;
    private readonly int? _endToken;

    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="source">The part of it that is expected to be copied, from its first token; null: unknown.</param>
    /// <param name="endToken">What follows a whole copy of that part; null: unknown.</param>
    public CopiedText(IReadOnlyList<int> prompt, Range? source, int? endToken)
    {
        _tokens = [.. prompt];
        _promptLength = prompt.Count;
        if (source is { } range)
        {
            var (offset, length) = range.GetOffsetAndLength(prompt.Count);
            (_end, _endToken, Start) = (offset + length, endToken, new CopyPlace(offset, 0));
        }
        else
        {
            _end = _promptLength;
            Start = Synchronised(_promptLength);
        }
    }

    /// <summary>Where copying begins.</summary>
    public CopyPlace Start { get; }

    /// <summary>All tokens, the newest last.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>What comes next if it is copied; null where nothing is left to copy.</summary>
    public int? At(CopyPlace place) => place.Next == _end && _endToken is { } token
        ? token
        : place.Next < _promptLength ? _tokens[place.Next] : null;

    /// <summary>Appends a token.</summary>
    /// <returns>The place after it.</returns>
    public CopyPlace Append(CopyPlace place, int token)
    {
        var isCopied = At(place) == token;
        _tokens.Add(token);
        return isCopied ? new CopyPlace(place.Next + 1, place.Run + 1) : Synchronised(place.Next);
    }

    /// <summary>Takes the newest tokens back.</summary>
    /// <param name="count">How many stay.</param>
    public void Cut(int count) => CollectionsMarshal.SetCount(_tokens, count);

    private CopyPlace Synchronised(int expected)
    {
        var (best, length) = (-1, 0);
        for (var place = 0; place < _promptLength - 1; place++)
            if (_tokens[place] == _tokens[^1] && MatchBefore(place) is var found
                && (found > length || (found == length && Distance(place + 1) < Distance(best))))
                (best, length) = (place + 1, found);
        return length >= 2 || (length == 1 && IsReached(best))
            ? new CopyPlace(best, length)
            : new CopyPlace(expected < _end ? expected + 1 : _promptLength, 0);

        int Distance(int place) => place >= expected ? place - expected : _promptLength + expected - place;
        bool IsReached(int place) => place > expected && place <= Math.Min(expected + SingleTokenReach, _end);
    }

    /// <summary>How many tokens up to that place are the newest ones.</summary>
    private int MatchBefore(int place)
    {
        var length = 1;
        while (length < LongestMatch && place - length >= 0 && _tokens[place - length] == _tokens[^(length + 1)])
            length++;
        return length;
    }
}
