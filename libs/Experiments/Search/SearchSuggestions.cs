namespace WeakToStrong.Experiments.Search;

/// <summary>Everything that could stand at a place of a search.</summary>
internal sealed class SearchSuggestions(SearchVocabulary vocabulary, IReadOnlyList<string> known)
{
    private static readonly string[] Moments = ["now - 1h", "now - 1d", "now - 7d", "now - 30d", "today"];
    private static readonly string[] Durations = ["1m", "5m", "30m", "1h", "1d"];

    private readonly FieldResolver _fields = new(vocabulary);

    public IEnumerable<SearchSuggestion> For(Expectation expected, SearchField? field, string typed) => expected switch
    {
        Expectation.Term => Fields(typed).Append(Keyword("not")).Append(Keyword("(")),
        Expectation.Operator => SearchTerms.SignsOf(field!.Kind).Select(sign => new SearchSuggestion(
            sign is "in" or "not in" ? sign + " (" : sign, SuggestionKind.Operator)),
        Expectation.Value => Values(field),
        Expectation.ListEnd => [Keyword(","), Keyword(")")],
        Expectation.Close => [Keyword(")")],
        _ => [Keyword("and"), Keyword("or")],
    };

    private static SearchSuggestion Keyword(string text) => new(text, SuggestionKind.Keyword);

    private IEnumerable<SearchSuggestion> Fields(string typed)
    {
        var properties = Enum.GetValues<RunProperty>()
            .Select(property => Field(new RunField(property).Name, DescriptionOf(property)));
        return properties.Concat(Results(null))
            .Concat(Options(isInFull: typed.Contains('.', StringComparison.Ordinal)))
            .Concat(Metrics(null))
            .Concat(SystemBefore(typed) is { } system ? Results(system).Concat(Metrics(system)) : []);
    }

    private string? SystemBefore(string typed) =>
        vocabulary.Systems.FirstOrDefault(system => typed.StartsWith(
            SearchText.Path([system]) + ".", StringComparison.Ordinal));

    private static IEnumerable<SearchSuggestion> Results(string? system) =>
        SearchVocabulary.Results.Select(key => Field(new ResultField(system, key).Name, "of the report"));

    private IEnumerable<SearchSuggestion> Options(bool isInFull) =>
        vocabulary.Options.OrderByDescending(option => option.IsOfMethod).Select(option =>
        {
            var path = new OptionField(option, Method: null).Name;
            var name = isInFull ? path : _fields.ShortestName(option);
            return Field(name, name == path ? option.Description : $"{path}: {option.Description}".TrimEnd(':', ' '));
        });

    private IEnumerable<SearchSuggestion> Metrics(string? system) =>
        from metric in vocabulary.Metrics
        from aggregate in Enum.GetValues<MetricAggregate>()
        select Field(new MetricField(system, metric, aggregate).Name, "metric");

    private IEnumerable<SearchSuggestion> Values(SearchField? field) => field?.Kind switch
    {
        SearchFieldKind.Text or SearchFieldKind.Choice or SearchFieldKind.Any =>
            field.Choices.Concat(known).Distinct(StringComparer.Ordinal).Select(text => Value(SearchText.Quoted(text))),
        SearchFieldKind.Time => Moments.Select(Value),
        SearchFieldKind.Duration => Durations.Select(Value),
        _ => [],
    };

    private static SearchSuggestion Field(string name, string? description) =>
        new(name, SuggestionKind.Field, description);

    private static SearchSuggestion Value(string text) => new(text, SuggestionKind.Value);

    private static string DescriptionOf(RunProperty property) => property switch
    {
        RunProperty.Name => "name of the experiment",
        RunProperty.Task => "task of the experiment",
        RunProperty.Status => string.Join(", ", SearchVocabulary.Statuses),
        RunProperty.Author => "who launched it",
        RunProperty.Created => "when it was launched",
        RunProperty.Started => "when its first step began",
        RunProperty.Finished => "when it ended",
        RunProperty.Duration => "from start to end, or to now",
        _ => "a tag that somebody gave it",
    };
}
