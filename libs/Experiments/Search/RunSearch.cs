namespace WeakToStrong.Experiments.Search;

/// <summary>A search as it was written and what it means.</summary>
public sealed record RunSearch
{
    private RunSearch(SearchExpression expression) => Expression = expression;

    public SearchExpression Expression { get; }

    /// <summary>Finds every run.</summary>
    public static RunSearch All { get; } = new(new Everything());

    /// <exception cref="SearchException">The first thing that is wrong, with its place.</exception>
    public static RunSearch Parse(string text, SearchVocabulary vocabulary)
    {
        if (text.Length > SearchLimits.MaxLength)
            throw new SearchException(new SearchProblem
            {
                Position = SearchLimits.MaxLength,
                Length = text.Length - SearchLimits.MaxLength,
                Message = $"is longer than {SearchLimits.MaxLength} characters",
            });
        try
        {
            return new RunSearch(new SearchParser(SearchLexer.Read(text), vocabulary).Parse());
        }
        catch (SearchException wrong)
        {
            throw new SearchException(wrong.Problem with { Text = text });
        }
    }

    /// <param name="run">What is known of the run.</param>
    /// <param name="now">What <c>now</c> in the search means.</param>
    public bool Matches(RunFacts run, DateTimeOffset now) => new SearchMatcher(run, now).Holds(Expression);

    /// <summary>The canonical text: other texts that mean the same, but for order and spelling, have it too.</summary>
    public override string ToString() => Expression.ToString();
}
