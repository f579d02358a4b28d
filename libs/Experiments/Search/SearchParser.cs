using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Search;

/// <summary>What could come next at some place of a search.</summary>
internal enum Expectation
{
    /// <summary>A field, a free word, <c>not</c> or a bracket.</summary>
    Term,

    /// <summary>An operator, after a word that is a field.</summary>
    Operator,
    Value,

    /// <summary>A comma or a bracket, after a value of <c>in</c>.</summary>
    ListEnd,

    /// <summary><c>and</c>, <c>or</c> or the end.</summary>
    Connective,
    Close,
}

/// <summary>
/// Descends through the grammar, one method for each of its rules:
/// <code>
/// any        = all { "or" all }
/// all        = term { "and" term }
/// term       = "not" term | "(" any ")" | comparison | word { word }
/// comparison = field ( operator value | [ "not" ] "in" "(" value { "," value } ")" )
/// </code>
/// Words that stand together are joined by <c>and</c>.
/// </summary>
internal sealed class SearchParser
{
    private readonly SearchTerms _terms;
    private readonly TokenReader _tokens;
    private int _depth;
    private int _termCount;

    public SearchParser(IReadOnlyList<SearchToken> tokens, SearchVocabulary vocabulary)
    {
        _tokens = new TokenReader(tokens);
        _terms = new SearchTerms(_tokens, new FieldResolver(vocabulary));
    }

    /// <summary>What could stand where the text ends; of use while it is being written.</summary>
    public IReadOnlyList<(Expectation What, SearchField? Field)> AtEnd => _tokens.AtEnd;

    /// <exception cref="SearchException">The first thing that is wrong.</exception>
    public SearchExpression Parse()
    {
        if (_tokens.IsEnd(Expectation.Term))
            return new Everything();
        var expression = Any();
        if (_tokens.Current.Kind != TokenKind.End)
            throw _tokens.Current.Kind == TokenKind.Close
                ? _tokens.Problem("there is no '(' for this ')'")
                : _tokens.Problem("expected and, or, or the end; a text with blanks stands in quotes");
        return expression;
    }

    private SearchExpression Any()
    {
        var items = new List<SearchExpression> { All() };
        while (_tokens.TryTake("or"))
            items.Add(All());
        return items is [var only] ? only : new AnyOf(Flat(items, item => (item as AnyOf)?.Items));
    }

    private SearchExpression All()
    {
        var items = new List<SearchExpression> { Term() };
        while (_tokens.TryTake("and"))
            items.Add(Term());
        return items is [var only] ? only : new AllOf(Flat(items, item => (item as AllOf)?.Items));
    }

    private SearchExpression Term()
    {
        _tokens.IsEnd(Expectation.Term);
        if (_tokens.Current.IsKeyword("not"))
            return Deeper(() => new Negation(Term()));
        return _tokens.Current.Kind switch
        {
            TokenKind.Open => Deeper(Bracketed),
            TokenKind.Word when _tokens.IsConnective => throw _tokens.Problem("expected a condition before this word"),
            TokenKind.Word => Counted(_terms.Read()),
            _ => throw _tokens.Problem("expected a condition, such as status = running, or a word to look for"),
        };
    }

    private SearchExpression Bracketed()
    {
        var inside = Any();
        if (_tokens.Current.Kind != TokenKind.Close)
        {
            _tokens.IsEnd(Expectation.Close);
            throw _tokens.Problem("expected and, or, or ')'");
        }
        _tokens.Take();
        _tokens.IsEnd(Expectation.Connective);
        return inside;
    }

    private SearchExpression Deeper(Func<SearchExpression> read)
    {
        if (++_depth > SearchLimits.MaxDepth)
            throw _tokens.Problem($"brackets and not are nested deeper than {SearchLimits.MaxDepth} levels");
        _tokens.Take();
        var expression = read();
        _depth--;
        return expression;
    }

    private SearchExpression Counted(IReadOnlyList<SearchExpression> terms)
    {
        _termCount += terms.Count;
        if (_termCount > SearchLimits.MaxTerms)
            throw _tokens.Problem($"has more than {SearchLimits.MaxTerms} conditions");
        return terms is [var only] ? only : new AllOf(terms);
    }

    private static IReadOnlyList<SearchExpression> Flat(
        List<SearchExpression> items, Func<SearchExpression, IReadOnlyList<SearchExpression>?> nested) =>
        [.. items.SelectMany(item => nested(item) ?? [item])];
}

/// <summary>The tokens of a search, one after the other.</summary>
internal sealed class TokenReader(IReadOnlyList<SearchToken> tokens)
{
    private readonly List<(Expectation, SearchField?)> _atEnd = [];
    private int _next;

    public SearchToken Current => tokens[_next];

    public SearchToken Ahead(int count) => tokens[Math.Min(_next + count, tokens.Count - 1)];

    public bool IsConnective => Current.IsKeyword("and") || Current.IsKeyword("or") || Current.IsKeyword("in");

    public IReadOnlyList<(Expectation What, SearchField? Field)> AtEnd => _atEnd;

    /// <summary>Whether the text ends here; if so, what could have followed is noted.</summary>
    public bool IsEnd(Expectation expected, SearchField? field = null)
    {
        if (Current.Kind != TokenKind.End)
            return false;
        if (!_atEnd.Contains((expected, field)))
            _atEnd.Add((expected, field));
        return true;
    }

    public SearchToken Take() => Current.Kind == TokenKind.End ? Current : tokens[_next++];

    public bool TryTake(string keyword)
    {
        IsEnd(Expectation.Connective);
        if (!Current.IsKeyword(keyword))
            return false;
        Take();
        return true;
    }

    /// <summary>Something is wrong with the current token.</summary>
    public SearchException Problem(string message) => ProblemOf(Current, message);

    public static SearchException ProblemOf(SearchToken token, string message, string? nearest = null) =>
        new(new SearchProblem
        {
            Position = token.Position,
            Length = token.Length,
            Nearest = nearest,
            Message = token.Kind switch
            {
                TokenKind.Unclosed => "this quote is not closed",
                TokenKind.Stray => "expected != or !~; instead of ! write not",
                TokenKind.End => $"{message}; the search ends here",
                _ => message,
            },
        });

    public static string Shown(SearchToken token) => Wording.Quote(token.Text);
}
