using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Search;

/// <summary>What values a field has, which decides how it may be compared.</summary>
public enum SearchFieldKind
{
    Text,

    /// <summary>One of some known texts.</summary>
    Choice,
    Number,
    Time,
    Duration,

    /// <summary>A number in one experiment and a text in another.</summary>
    Any,
}

/// <summary>Something of a run that a search compares with a value.</summary>
public abstract record SearchField
{
    public abstract SearchFieldKind Kind { get; }

    /// <summary>The texts that are allowed; empty when any is.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>
    /// True for what each method has of its own, so that the comparisons of one conjunction are about the same method.
    /// </summary>
    public virtual bool IsOfEachMethod => false;

    /// <summary>The name in full, as canonical text has it.</summary>
    public abstract string Name { get; }

    public sealed override string ToString() => Name;
}

/// <summary>What a run has once.</summary>
public enum RunProperty
{
    Name,
    Task,
    Status,
    Author,
    Created,
    Started,
    Finished,

    /// <summary>From start to end; to now for a run that is not finished.</summary>
    Duration,
    Tag,
}

/// <summary><c>status</c>, <c>author</c>, <c>created</c>, <c>tag</c>.</summary>
public sealed record RunField(RunProperty Property) : SearchField
{
    public override SearchFieldKind Kind => Property switch
    {
        RunProperty.Status => SearchFieldKind.Choice,
        RunProperty.Created or RunProperty.Started or RunProperty.Finished => SearchFieldKind.Time,
        RunProperty.Duration => SearchFieldKind.Duration,
        _ => SearchFieldKind.Text,
    };

    public override IReadOnlyList<string> Choices => Property == RunProperty.Status ? SearchVocabulary.Statuses : [];

    public override string Name => Property.ToString().ToLowerInvariant();
}

/// <summary>
/// An option of the experiment: <c>labeling.temperature</c>, <c>methods.beta</c> of each method, or
/// <c>methods.dpo.beta</c> of the method with that name.
/// </summary>
/// <param name="Option">Which.</param>
/// <param name="Method">Null for each method, and for an option that is not a method's.</param>
public sealed record OptionField(OptionDefinition Option, string? Method) : SearchField
{
    public override SearchFieldKind Kind => Option.Kind;

    public override IReadOnlyList<string> Choices => Option.Choices;

    public override bool IsOfEachMethod => Option.IsOfMethod && Method is null;

    public override string Name => Option.IsOfMethod
        ? SearchText.Path(Method is null
            ? [ExperimentOptions.MethodsKey, .. Option.Path.Split('.')]
            : [ExperimentOptions.MethodsKey, Method, .. Option.Path.Split('.')])
        : SearchText.Path(Option.Path.Split('.'));
}

/// <summary>A value of the report: <c>pgr.mean</c> of each method, <c>sft.pgr.mean</c> of one system.</summary>
/// <param name="System">Null for each method.</param>
/// <param name="Key">Which value.</param>
public sealed record ResultField(string? System, ResultKey Key) : SearchField
{
    public override SearchFieldKind Kind => SearchFieldKind.Number;

    public override bool IsOfEachMethod => System is null;

    public override string Name
    {
        get
        {
            var value = $"{Key.Measure}.{Key.Statistic}";
            return System is null ? value : $"{SearchText.Path([System])}.{value}";
        }
    }
}

/// <summary>What is kept of a metric.</summary>
public enum MetricAggregate
{
    Last,
    Min,
    Max,
}

/// <summary>A metric: <c>loss.last</c> of each method, <c>ceiling.loss.last</c> of one system.</summary>
/// <param name="System">Null for each method.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Aggregate">What of it.</param>
public sealed record MetricField(string? System, string Metric, MetricAggregate Aggregate) : SearchField
{
    public override SearchFieldKind Kind => SearchFieldKind.Number;

    public override bool IsOfEachMethod => System is null;

    public override string Name =>
        SearchText.Path(System is null ? [Metric] : [System, Metric]) + "." + Aggregate.ToString().ToLowerInvariant();
}
