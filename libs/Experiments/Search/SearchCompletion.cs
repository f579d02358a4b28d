namespace WeakToStrong.Experiments.Search;

/// <summary>What a suggestion puts into the text.</summary>
public enum SuggestionKind
{
    Field,
    Operator,
    Value,

    /// <summary><c>and</c>, <c>or</c>, <c>not</c>, <c>in</c> and brackets.</summary>
    Keyword,
}

/// <summary>One way to go on.</summary>
/// <param name="Text">What to put there.</param>
/// <param name="Kind">What that is.</param>
/// <param name="Description">For people; null where the text says it all.</param>
public sealed record SearchSuggestion(string Text, SuggestionKind Kind, string? Description = null);

/// <summary>How a search that is being written may go on at the caret.</summary>
public sealed record SearchCompletion
{
    /// <summary>More than anybody reads.</summary>
    public const int MaxSuggestions = 50;

    /// <summary>Where the word begins that a suggestion replaces.</summary>
    public required int Position { get; init; }

    public required int Length { get; init; }

    /// <summary>The best first; none where the text before the caret is wrong.</summary>
    public required IReadOnlyList<SearchSuggestion> Suggestions { get; init; }

    /// <summary>Whose value is expected, if one is: what a caller looks up known values of.</summary>
    public required SearchField? Field { get; init; }

    /// <param name="text">The whole text; what stands behind the caret decides nothing.</param>
    /// <param name="caret">From 0 to the length of the text.</param>
    /// <param name="vocabulary">The names to suggest.</param>
    /// <param name="known">Texts that some run has for the <see cref="Field"/> of a first completion.</param>
    public static SearchCompletion At(
        string text, int caret, SearchVocabulary vocabulary, IReadOnlyList<string>? known = null)
    {
        caret = Math.Clamp(caret, 0, Math.Min(text.Length, SearchLimits.MaxLength));
        var word = WordAt(text, caret);
        var expected = Expected(text[..word.Position], vocabulary);
        var typed = text[word.Position..caret].TrimStart('"', '\'');
        var suggestions = new SearchSuggestions(vocabulary, known ?? []);
        return new SearchCompletion
        {
            Position = word.Position,
            Length = word.Length,
            Field = expected.FirstOrDefault(each => each.What == Expectation.Value).Field,
            Suggestions =
            [
                .. expected.SelectMany(each => suggestions.For(each.What, each.Field, typed))
                    .Select(suggestion => (suggestion, Rank: Rank(suggestion, typed)))
                    .Where(ranked => ranked.Rank is not null)
                    .OrderBy(ranked => ranked.Rank)
                    .Select(ranked => ranked.suggestion)
                    .DistinctBy(suggestion => suggestion.Text, StringComparer.Ordinal)
                    .Take(MaxSuggestions),
            ],
        };
    }

    /// <summary>The word that the caret is in or behind; of one with an open quote the part before the caret.</summary>
    private static (int Position, int Length) WordAt(string text, int caret)
    {
        foreach (var token in SearchLexer.Read(text))
            if (token.Position < caret && caret <= token.End)
                return token.Kind switch
                {
                    TokenKind.Word or TokenKind.Stray => (token.Position, token.Length),
                    TokenKind.Unclosed => (token.Position, caret - token.Position),
                    _ => (caret, 0),
                };
        return (caret, 0);
    }

    private static IReadOnlyList<(Expectation What, SearchField? Field)> Expected(
        string before, SearchVocabulary vocabulary)
    {
        var parser = new SearchParser(SearchLexer.Read(before), vocabulary);
        try
        {
            parser.Parse();
        }
        catch (SearchException)
        {
            // A text that is being written is seldom right; what counts is whether its end was reached.
        }
        return parser.AtEnd;
    }

    /// <summary>0 for the beginning of the name, 1 of one of its parts, 2 for the middle; null for none.</summary>
    private static int? Rank(SearchSuggestion suggestion, string typed)
    {
        var name = suggestion.Text.TrimStart('"');
        if (name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return 0;
        var at = name.IndexOf(typed, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        return char.IsLetterOrDigit(name[at - 1]) ? 2 : 1;
    }
}
