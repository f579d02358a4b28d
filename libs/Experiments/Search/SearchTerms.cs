using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Search;

/// <summary>Reads the terms of a search: comparisons and free words.</summary>
internal sealed class SearchTerms(TokenReader tokens, FieldResolver fields)
{
    private static readonly Dictionary<string, (SearchOperator Operator, bool IsNegated)> Signs =
        new(StringComparer.Ordinal)
        {
            ["="] = (SearchOperator.Equal, false),
            ["=="] = (SearchOperator.Equal, false),
            ["!="] = (SearchOperator.Equal, true),
            ["<"] = (SearchOperator.Less, false),
            ["<="] = (SearchOperator.LessOrEqual, false),
            [">"] = (SearchOperator.Greater, false),
            [">="] = (SearchOperator.GreaterOrEqual, false),
            ["~"] = (SearchOperator.Contains, false),
            ["!~"] = (SearchOperator.Contains, true),
        };

    private readonly SearchValues _values = new(tokens);

    /// <summary>One comparison, or as many free words as stand together.</summary>
    public IReadOnlyList<SearchExpression> Read()
    {
        if (IsFieldNext())
            return [Comparison()];
        var words = new List<SearchExpression> { FirstWord() };
        while (tokens.Current.Kind == TokenKind.Word && !tokens.IsConnective && !tokens.Current.IsKeyword("not")
            && !IsFieldNext())
            words.Add(new FreeText(tokens.Take().Text));
        tokens.IsEnd(Expectation.Connective);
        return words;
    }

    private bool IsFieldNext()
    {
        var after = tokens.Ahead(1);
        return after.Kind is TokenKind.Operator or TokenKind.Stray || after.IsKeyword("in")
            || (after.IsKeyword("not") && tokens.Ahead(2).IsKeyword("in"));
    }

    /// <summary>A field that stands first lacks its operator; further on it is a word like others.</summary>
    private FreeText FirstWord()
    {
        var word = tokens.Take();
        if (!IsFieldAlone(word))
            return new FreeText(word.Text);
        tokens.IsEnd(Expectation.Operator, fields.Find(word));
        throw TokenReader.ProblemOf(
            tokens.Current,
            $"expected an operator after the field {word.Text}; to look for the word, put it in quotes");
    }

    // Only what is certainly a field: an ambiguous ending, too, may be a word that somebody looks for.
    private bool IsFieldAlone(SearchToken word)
    {
        try
        {
            return word.IsBare && fields.Find(word) is not null;
        }
        catch (SearchException)
        {
            return false;
        }
    }

    private SearchExpression Comparison()
    {
        var field = fields.Resolve(tokens.Take());
        var isNegated = tokens.Current.IsKeyword("not") && tokens.Take() is not null;
        if (isNegated || tokens.Current.IsKeyword("in"))
            return Negated(isNegated, OneOf(field));
        var sign = tokens.Take();
        if (sign.Kind != TokenKind.Operator)
            throw TokenReader.ProblemOf(sign, "expected an operator");
        var (@operator, isNot) = Signs[sign.Text];
        Check(field, @operator, sign);
        var value = _values.Read(field, @operator);
        tokens.IsEnd(Expectation.Connective);
        return Negated(isNot, new FieldComparison(field, @operator, [value]));
    }

    private FieldComparison OneOf(SearchField field)
    {
        if (!tokens.Current.IsKeyword("in"))
            throw tokens.Problem("expected in, as in: not in (1, 2)");
        Check(field, SearchOperator.Equal, tokens.Take());
        if (tokens.Current.Kind != TokenKind.Open)
            throw tokens.Problem($"expected '(' and the values of {field}");
        tokens.Take();
        var values = new List<SearchValue> { _values.Read(field, SearchOperator.Equal) };
        while (tokens.Current.Kind == TokenKind.Comma)
        {
            if (values.Count == SearchLimits.MaxValues)
                throw tokens.Problem($"has more than {SearchLimits.MaxValues} values");
            tokens.Take();
            values.Add(_values.Read(field, SearchOperator.Equal));
        }
        if (tokens.Current.Kind != TokenKind.Close)
        {
            tokens.IsEnd(Expectation.ListEnd);
            throw tokens.Problem("expected ',' or ')'");
        }
        tokens.Take();
        tokens.IsEnd(Expectation.Connective);
        return new FieldComparison(field, SearchOperator.Equal, [.. values.Distinct()]);
    }

    private static SearchExpression Negated(bool isNegated, FieldComparison comparison) =>
        isNegated ? new Negation(comparison) : comparison;

    private static void Check(SearchField field, SearchOperator @operator, SearchToken sign)
    {
        var allowed = OperatorsOf(field.Kind);
        if (!allowed.Contains(@operator))
            throw TokenReader.ProblemOf(
                sign, $"{field} is {Describe(field.Kind)}; allowed are {Wording.List(SignsOf(field.Kind))}");
    }

    /// <summary>The operators of a kind, as they are written.</summary>
    public static IEnumerable<string> SignsOf(SearchFieldKind kind)
    {
        var allowed = OperatorsOf(kind);
        var signs = Signs.Keys.Where(sign => sign != "==" && allowed.Contains(Signs[sign].Operator));
        return allowed.Contains(SearchOperator.Equal) ? signs.Append("in").Append("not in") : signs;
    }

    private static SearchOperator[] OperatorsOf(SearchFieldKind kind) => kind switch
    {
        SearchFieldKind.Text or SearchFieldKind.Choice => [SearchOperator.Equal, SearchOperator.Contains],
        // To the millisecond no two durations are the same.
        SearchFieldKind.Duration =>
        [
            SearchOperator.Less, SearchOperator.LessOrEqual, SearchOperator.Greater, SearchOperator.GreaterOrEqual,
        ],
        SearchFieldKind.Any => Enum.GetValues<SearchOperator>(),
        _ => [.. Enum.GetValues<SearchOperator>().Where(each => each != SearchOperator.Contains)],
    };

    private static string Describe(SearchFieldKind kind) => kind switch
    {
        SearchFieldKind.Number => "a number",
        SearchFieldKind.Time => "a time",
        SearchFieldKind.Duration => "a length of time",
        _ => "a text",
    };
}
