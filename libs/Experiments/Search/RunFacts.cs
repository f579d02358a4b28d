using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Search;

/// <summary>Everything of one run that a search can ask for.</summary>
public sealed record RunFacts
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Task { get; init; }

    /// <summary>One of <see cref="SearchVocabulary.Statuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Null where nobody said who launched it.</summary>
    public string? Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Options that are not a method's, under their full paths.</summary>
    public IReadOnlyList<OptionFact> Options { get; init; } = [];

    public IReadOnlyList<SystemFacts> Systems { get; init; } = [];
}

/// <summary>One system of a run: a method, or <c>base</c>, <c>supervisor</c>, <c>ceiling</c>.</summary>
public sealed record SystemFacts
{
    public required string Name { get; init; }

    /// <summary>One of the methods that the run compares.</summary>
    public required bool IsMethod { get; init; }

    /// <summary>Options of the method, paths beginning inside it.</summary>
    public IReadOnlyList<OptionFact> Options { get; init; } = [];

    /// <summary>Values of the report; none before it is written.</summary>
    public IReadOnlyDictionary<ResultKey, double> Results { get; init; } = new Dictionary<ResultKey, double>();

    /// <summary>Metrics of the steps that made this system.</summary>
    public IReadOnlyList<MetricFact> Metrics { get; init; } = [];
}

/// <summary>One value of an option as searches see it: a number, or a text without its case.</summary>
public sealed record OptionFact
{
    /// <summary>Longer texts are searched by their beginning; an index takes no text of any length.</summary>
    public const int MaxTextLength = 256;

    private OptionFact(string path, string? text, double? number) => (Path, Text, Number) = (path, text, number);

    public string Path { get; }

    /// <summary>Null for a number.</summary>
    public string? Text { get; }

    public double? Number { get; }

    public static OptionFact Of(OptionValue option) =>
        option.Number is { } number
            ? new OptionFact(option.Path, null, number)
            : new OptionFact(option.Path, Folded(option.Text), null);

    /// <summary>A text as searches compare it.</summary>
    public static string Folded(string text) =>
        text[..Math.Min(text.Length, MaxTextLength)].ToLowerInvariant();
}

/// <summary>Which value of a report: a measure, and what of it over the seeds.</summary>
public sealed record ResultKey(string Measure, string Statistic);

/// <summary>A metric of one step, kept up while it comes in; null where no value was finite.</summary>
public sealed record MetricFact(string Name, double? Last, double? Min, double? Max);
