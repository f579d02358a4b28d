using System.Text.RegularExpressions;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Json;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>What a text is searched for: a regular expression or a text.</summary>
internal sealed partial class TextPattern
{
    // Source: transformers and tokenizers, GPT-2's ByteLevel with use_regex.
    private const string Gpt2Source = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // The same as it is translated, for the compiler.
    private const string Gpt2Translated = @"'s|'t|'re|'ve|'m|'ll|'d| ?[\p{L}\uD800-\uD804]+| ?[\p{N}\uD808-\uD80A]+"
        + @"| ?[^\s\p{L}\p{N}\uD800-\uD804\uD808-\uD80A]+|\s+(?!\S)|\s+";

    // A pattern comes from a file; one that backtracks for ever must not hang the process.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(10);

    private readonly Regex? _regex;
    private readonly StandIns _standIns;

    private TextPattern(string source, Regex? regex, StandIns standIns) =>
        (Source, _regex, _standIns) = (source, regex, standIns);

    /// <summary>The pattern of GPT-2's ByteLevel, which files leave unsaid.</summary>
    public static TextPattern Gpt2 { get; } = new(Gpt2Source, Gpt2Regex(), StandIns.OfCategories);

    public string Source { get; }

    public bool IsRegex => _regex is not null;

    /// <param name="pattern">As Hugging Face tokenizers understands it.</param>
    /// <param name="limit">How long the search for one match may take; 10 s unless given.</param>
    /// <exception cref="ArgumentException">It is malformed, or has what is not supported.</exception>
    public static TextPattern Regex(string pattern, TimeSpan? limit = null)
    {
        var (translated, standIns) = PatternTranslation.Of(pattern);
        return new TextPattern(
            pattern, new Regex(translated, RegexOptions.CultureInvariant, limit ?? MatchTimeout), standIns);
    }

    public static TextPattern Literal(string text) => new(text, regex: null, StandIns.OfCategories);

    /// <summary>Cuts a piece at the matches.</summary>
    /// <exception cref="CheckpointException">As it is enumerated: a match takes too long.</exception>
    public IEnumerable<TextPiece> Split(TextPiece piece, SplitBehavior behavior, bool inverts)
    {
        var parts = _regex is null ? LiteralParts(piece.Text) : RegexParts(BasicPlaneText.Of(piece.Text, _standIns));
        if (inverts)
            parts = parts.Select(part => (part.Range, !part.IsMatch));
        return Arranged(parts, behavior).Select(range => Piece(piece, range));
    }

    private static TextPiece Piece(TextPiece whole, Range range) =>
        new(whole.Text[range], whole.IsFirst && range.Start.Value == 0);

    private static IEnumerable<Range> Arranged(
        IEnumerable<(Range Range, bool IsMatch)> parts, SplitBehavior behavior) =>
        behavior switch
        {
            SplitBehavior.Isolated => parts.Select(part => part.Range),
            SplitBehavior.Removed => parts.Where(part => !part.IsMatch).Select(part => part.Range),
            SplitBehavior.Contiguous => Joined(parts, (previous, part) => previous == part),
            SplitBehavior.MergedWithPrevious => Joined(parts, (previous, part) => !previous && part),
            _ => JoinedWithNext(parts)
        };

    // A part joins the one before it where the two kinds of part say so.
    private static IEnumerable<Range> Joined(
        IEnumerable<(Range Range, bool IsMatch)> parts, Func<bool, bool, bool> joins)
    {
        Range? open = null;
        var previous = false;
        foreach (var (range, isMatch) in parts)
        {
            var joined = open is { } before && joins(previous, isMatch) ? before.Start..range.End : range;
            if (open is { } finished && !finished.Start.Equals(joined.Start))
                yield return finished;
            (open, previous) = (joined, isMatch);
        }
        if (open is { } last)
            yield return last;
    }

    private static Stack<Range> JoinedWithNext(IEnumerable<(Range Range, bool IsMatch)> parts)
    {
        // Read from the end it is "merged with previous": of two matches in a row only the later one has a next.
        var pieces = new Stack<Range>();
        var previous = false;
        foreach (var (range, isMatch) in parts.Reverse())
        {
            if (isMatch && !previous && pieces.TryPop(out var next))
                pieces.Push(range.Start..next.End);
            else
                pieces.Push(range);
            previous = isMatch;
        }
        return pieces;
    }

    private IEnumerable<(Range Range, bool IsMatch)> RegexParts(BasicPlaneText plane)
    {
        var end = 0;
        using var matches = _regex!.Matches(plane.Text).AsEnumerable().GetEnumerator();
        while (MoveNext(matches))
        {
            var match = matches.Current;
            if (match.Index > end)
                yield return (plane.Original(end..match.Index), false);
            end = match.Index + match.Length;
            if (match.Length > 0)
                yield return (plane.Original(match.Index..end), true);
        }
        if (end < plane.Text.Length)
            yield return (plane.Original(end..plane.Text.Length), false);
    }

    private bool MoveNext(IEnumerator<Match> matches)
    {
        try
        {
            return matches.MoveNext();
        }
        catch (RegexMatchTimeoutException error)
        {
            var limit = FormattableString.Invariant($"{_regex!.MatchTimeout.TotalSeconds} s");
            throw new CheckpointException(
                TokenizerJson.FileName,
                $"pre_tokenizer has the pattern '{Source}', which takes more than {limit} for one match in a text",
                error);
        }
    }

    private IEnumerable<(Range Range, bool IsMatch)> LiteralParts(string text)
    {
        var end = 0;
        for (int found; (found = text.IndexOf(Source, end, StringComparison.Ordinal)) >= 0;)
        {
            if (found > end)
                yield return (end..found, false);
            end = found + Source.Length;
            yield return (found..end, true);
        }
        if (end < text.Length)
            yield return (end..text.Length, false);
    }

    [GeneratedRegex(Gpt2Translated, RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Regex();
}
