using System.Text;

namespace WeakToStrong.Experiments.Search;

internal enum TokenKind
{
    /// <summary>A name, a number, a date, a keyword or a quoted text; which one, its place decides.</summary>
    Word,
    Operator,
    Open,
    Close,
    Comma,

    /// <summary>A quote that nothing closes, with all that comes after it.</summary>
    Unclosed,

    /// <summary>A sign that begins nothing.</summary>
    Stray,
    End,
}

/// <summary>A piece of a word between dots; a dot inside quotes parts nothing.</summary>
internal sealed record WordSegment(string Text, bool IsQuoted);

/// <summary>A stretch of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">From 0.</param>
/// <param name="Length">In the text, quotes included.</param>
/// <param name="Segments">Of a word; one for anything else.</param>
internal sealed record SearchToken(TokenKind Kind, int Position, int Length, IReadOnlyList<WordSegment> Segments)
{
    /// <summary>Without quotes.</summary>
    public string Text { get; } = string.Join('.', Segments.Select(segment => segment.Text));

    public int End => Position + Length;

    /// <summary>A word without any quotes, which may be a keyword or a number.</summary>
    public bool IsBare => Kind == TokenKind.Word && Segments.All(segment => !segment.IsQuoted);

    public bool IsKeyword(string keyword) =>
        IsBare && string.Equals(Text, keyword, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// Splits a search into tokens. Words run up to the next blank, bracket, comma, quote or sign of comparison, so names
/// with slashes, dots and hyphens need no quotes.
/// </summary>
internal sealed class SearchLexer(string text)
{
    private const string Signs = "=!<>~";

    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "!~", "=", "<", ">", "~"];

    private int _position;

    /// <summary>The last token is the end.</summary>
    public static IReadOnlyList<SearchToken> Read(string text)
    {
        var lexer = new SearchLexer(text);
        var tokens = new List<SearchToken>();
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    /// <summary>Whether a word without quotes may have this character.</summary>
    public static bool IsWordCharacter(char character) =>
        !char.IsWhiteSpace(character) && !char.IsControl(character) && !IsQuote(character)
        && !"(),".Contains(character, StringComparison.Ordinal) && !Signs.Contains(character, StringComparison.Ordinal);

    private static bool IsQuote(char character) => character is '"' or '\'';

    private SearchToken Next()
    {
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || char.IsControl(text[_position])))
            _position++;
        if (_position == text.Length)
            return Take(TokenKind.End, 0);
        return text[_position] switch
        {
            '(' => Take(TokenKind.Open, 1),
            ')' => Take(TokenKind.Close, 1),
            ',' => Take(TokenKind.Comma, 1),
            var sign when Signs.Contains(sign, StringComparison.Ordinal) => Sign(),
            _ => Word(),
        };
    }

    private SearchToken Sign()
    {
        var found = Operators.FirstOrDefault(
            sign => string.CompareOrdinal(text, _position, sign, 0, sign.Length) == 0);
        return found is null ? Take(TokenKind.Stray, 1) : Take(TokenKind.Operator, found.Length);
    }

    private SearchToken Take(TokenKind kind, int length)
    {
        var token = new SearchToken(kind, _position, length, [new(text.Substring(_position, length), IsQuoted: false)]);
        _position += length;
        return token;
    }

    private SearchToken Word()
    {
        var start = _position;
        var segments = new List<WordSegment>();
        var segment = new StringBuilder();
        var isQuoted = false;
        while (_position < text.Length && (IsQuote(text[_position]) || IsWordCharacter(text[_position])))
        {
            if (IsQuote(text[_position]))
            {
                isQuoted = true;
                if (!TakeQuoted(segment))
                    return new SearchToken(
                        TokenKind.Unclosed, start, text.Length - start, [new(segment.ToString(), IsQuoted: true)]);
            }
            else if (text[_position++] is var character and not '.')
                segment.Append(character);
            else
            {
                segments.Add(new WordSegment(segment.ToString(), isQuoted));
                segment.Clear();
                isQuoted = false;
            }
        }
        segments.Add(new WordSegment(segment.ToString(), isQuoted));
        return new SearchToken(TokenKind.Word, start, _position - start, segments);
    }

    /// <summary>Takes what stands in quotes, a backslash before a quote or a backslash left out.</summary>
    private bool TakeQuoted(StringBuilder segment)
    {
        var quote = text[_position++];
        while (_position < text.Length)
        {
            var character = text[_position++];
            if (character == quote)
                return true;
            if (character == '\\' && _position < text.Length && text[_position] is '\\' or '"' or '\'')
                character = text[_position++];
            segment.Append(character);
        }
        return false;
    }
}
