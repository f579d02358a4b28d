using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Search;

/// <summary>
/// Finds what a name stands for. Properties of the run and values of the report come before options, options before
/// metrics. An option may be named by the end of its path: a method's before others, then the one with the shortest
/// path; what is ambiguous even so is an error that lists what it could be.
/// </summary>
internal sealed class FieldResolver(SearchVocabulary vocabulary)
{
    private const int ShownCandidates = 5;
    private const string SeedAlias = "seed";
    private const string SeedsKey = "seeds";

    private static readonly Dictionary<string, SearchField> Properties = Enum.GetValues<RunProperty>()
        .ToDictionary(property => new RunField(property).Name, property => (SearchField)new RunField(property));

    private static readonly Dictionary<string, MetricAggregate> Aggregates = Enum.GetValues<MetricAggregate>()
        .ToDictionary(aggregate => aggregate.ToString().ToLowerInvariant());

    private readonly IReadOnlyList<(string[] Segments, OptionDefinition Option)> _options =
        [.. vocabulary.Options.Select(option => (option.Segments, option))];

    /// <exception cref="SearchException">It stands for nothing, or for more than one thing.</exception>
    public SearchField Resolve(SearchToken token) =>
        Find(token) ?? throw new SearchException(Unknown(token));

    /// <summary>Null for what stands for nothing.</summary>
    /// <exception cref="SearchException">It stands for more than one thing.</exception>
    public SearchField? Find(SearchToken token)
    {
        var segments = Segments(token);
        if (segments is [var only] && Properties.TryGetValue(only, out var property))
            return property;
        return Result(segments) ?? (SearchField?)Option(token, segments) ?? Metric(segments);
    }

    /// <summary>The shortest name by which an option is found: the end of its path.</summary>
    public string ShortestName(OptionDefinition option)
    {
        var segments = option.Segments;
        for (var length = 1; length < segments.Length; length++)
        {
            var name = SearchText.Path(segments[^length..]);
            if (Result(segments[^length..]) is null && !Properties.ContainsKey(name)
                && Candidates(segments[^length..]) is [var only] && only == option)
                return name;
        }
        return SearchText.Path(segments);
    }

    /// <summary>A name that is quoted as a whole is parted at its last dot, as it would be without quotes.</summary>
    private static string[] Segments(SearchToken token)
    {
        if (token.Segments is [{ IsQuoted: true, Text: var text }]
            && text.LastIndexOf('.') is > 0 and var dot && Aggregates.ContainsKey(text[(dot + 1)..]))
            return [text[..dot], text[(dot + 1)..]];
        return [.. token.Segments.Select(segment => segment.Text)];
    }

    private static ResultField? Result(string[] segments)
    {
        var key = segments.Length > 1 ? new ResultKey(segments[^2], segments[^1]) : null;
        if (key is not null && SearchVocabulary.Results.Contains(key))
            return new ResultField(SystemBefore(segments[..^2]), key);
        key = new ResultKey(segments[^1], SearchVocabulary.Mean);
        return SearchVocabulary.Results.Contains(key) ? new ResultField(SystemBefore(segments[..^1]), key) : null;
    }

    private static string? SystemBefore(string[] segments) =>
        segments.Length == 0 ? null : string.Join('.', segments);

    private OptionField? Option(SearchToken token, string[] segments)
    {
        if (segments is [SeedAlias])
            segments = [SeedsKey];
        var candidates = Candidates(segments);
        if (candidates.Count == 0)
            return OfNamedMethod(segments);
        if (candidates is [var only])
            return new OptionField(only, Method: null);
        var names = candidates.Take(ShownCandidates).Select(option => SearchText.Path(option.Segments));
        throw new SearchException(new SearchProblem
        {
            Position = token.Position,
            Length = token.Length,
            Message = $"{Wording.Quote(token.Text)} could be {string.Join(", ", names)}"
                + $"{(candidates.Count > ShownCandidates ? ", …" : "")}; write more of it",
        });
    }

    /// <summary>The options whose paths end so, only the nearest of them.</summary>
    private List<OptionDefinition> Candidates(string[] segments)
    {
        var found = _options.Where(option => option.Segments.AsSpan().EndsWith(segments)).ToList();
        if (found.Count == 0)
            return [];
        var isOfMethod = found.Any(candidate => candidate.Option.IsOfMethod);
        var nearest = found.Where(candidate => candidate.Option.IsOfMethod == isOfMethod)
            .GroupBy(candidate => candidate.Segments.Length).MinBy(group => group.Key)!.ToList();
        return [.. (found.FirstOrDefault(IsExactly) is { Option: not null } exact ? [exact] : nearest)
            .Select(candidate => candidate.Option)];

        bool IsExactly((string[] Segments, OptionDefinition Option) candidate) =>
            candidate.Segments.Length == segments.Length;
    }

    /// <summary><c>methods.dpo.beta</c>.</summary>
    private OptionField? OfNamedMethod(string[] segments)
    {
        if (segments is not [ExperimentOptions.MethodsKey, var method, _, ..])
            return null;
        var path = string.Join('.', segments[2..]);
        return vocabulary.Options.FirstOrDefault(option => option.IsOfMethod && option.Path == path) is { } found
            ? new OptionField(found, method)
            : null;
    }

    private static MetricField? Metric(string[] segments)
    {
        if (segments.Length < 2 || segments.Any(segment => segment.Length == 0)
            || !Aggregates.TryGetValue(segments[^1], out var aggregate))
            return null;
        return segments.Length == 2
            ? new MetricField(null, segments[0], aggregate)
            : new MetricField(segments[0], string.Join('.', segments[1..^1]), aggregate);
    }

    private SearchProblem Unknown(SearchToken token)
    {
        var nearest = Wording.Nearest(token.Text, [.. KnownNames()]);
        if (nearest is not null && vocabulary.Metrics.Contains(nearest))
            nearest = new MetricField(null, nearest, MetricAggregate.Last).Name;
        return new SearchProblem
        {
            Position = token.Position,
            Length = token.Length,
            Nearest = nearest,
            Message = Misused(token) ?? $"there is no field {Wording.Quote(token.Text)}"
                + (nearest is null ? "; metrics end in .last, .min or .max" : $"; did you mean {nearest}?"),
        };
    }

    /// <summary>Names that are nearly right are told apart from names that mean nothing.</summary>
    private string? Misused(SearchToken token)
    {
        if (vocabulary.Metrics.Contains(token.Text))
            return $"{Wording.Quote(token.Text)} is a metric; write {token.Text}.last, .min or .max";
        var last = token.Segments[^1].Text;
        return token.Segments.Count > 1 && SearchVocabulary.Statistics.Contains(last)
            ? $".{last} is of {string.Join(", ", Measure.All)}; a metric has .last, .min and .max"
            : null;
    }

    private IEnumerable<string> KnownNames() =>
        Properties.Keys.Append(SeedAlias)
            .Concat(SearchVocabulary.Results.Select(key => new ResultField(null, key).Name))
            .Concat(Measure.All.Select(measure => measure.Name))
            .Concat(_options.SelectMany(option => Endings(option.Segments)))
            .Concat(vocabulary.Metrics)
            .Concat(vocabulary.Metrics.SelectMany(metric =>
                Aggregates.Values.Select(aggregate => new MetricField(null, metric, aggregate).Name)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Endings(string[] segments) =>
        Enumerable.Range(0, segments.Length).Select(i => SearchText.Path(segments[i..]));
}
