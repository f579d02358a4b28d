namespace WeakToStrong.Experiments.Search;

/// <summary>Decides in memory whether a run matches; <see cref="SearchExpression"/> says what that means.</summary>
internal sealed class SearchMatcher(RunFacts run, DateTimeOffset now)
{
    private readonly IReadOnlyList<SystemFacts> _methods = [.. run.Systems.Where(system => system.IsMethod)];

    public bool Holds(SearchExpression expression) =>
        Holds(expression, null) || _methods.Any(method => Holds(expression, method));

    /// <summary>With one method, or with none: then all that is of each method is missing.</summary>
    private bool Holds(SearchExpression expression, SystemFacts? method) => expression switch
    {
        Everything => true,
        AllOf all => all.Items.All(item => Holds(item, method)),
        AnyOf any => any.Items.Any(item => Holds(item, method)),
        Negation not => !Holds(not.Item),
        FreeText free => Holds(free),
        FieldComparison comparison => Holds(comparison, method),
        _ => throw new ArgumentException($"{expression.GetType().Name} cannot be decided", nameof(expression)),
    };

    private bool Holds(FreeText free) =>
        run.Name.Contains(OptionFact.Folded(free.Text), StringComparison.OrdinalIgnoreCase)
        || (RunIds.Prefix(free.Text) is { } prefix
            && run.Id.ToString("N").StartsWith(prefix, StringComparison.Ordinal));

    private bool Holds(FieldComparison comparison, SystemFacts? method) => comparison.Field switch
    {
        RunField field => Holds(field.Property, comparison),
        OptionField field => Options(field, method).Any(option => Holds(option, comparison)),
        ResultField field => Systems(field.System, method).Any(system =>
            system.Results.TryGetValue(field.Key, out var value) && Holds(value, comparison)),
        MetricField field => Systems(field.System, method).SelectMany(system => system.Metrics)
            .Any(metric => metric.Name == field.Metric && Holds(ValueOf(metric, field.Aggregate), comparison)),
        var other => throw new ArgumentException($"{other.GetType().Name} cannot be compared", nameof(comparison)),
    };

    private bool Holds(RunProperty property, FieldComparison comparison) => property switch
    {
        RunProperty.Name => Holds(run.Name, comparison),
        RunProperty.Task => Holds(run.Task, comparison),
        RunProperty.Status => Holds(run.Status, comparison),
        RunProperty.Author => Holds(run.Author ?? "", comparison),
        RunProperty.Tag => run.Tags.Any(tag => Holds(tag, comparison)),
        RunProperty.Created => Holds(run.CreatedAt, comparison),
        RunProperty.Started => Holds(run.StartedAt, comparison),
        RunProperty.Finished => Holds(run.FinishedAt, comparison),
        _ => Holds(DurationMilliseconds, comparison),
    };

    private double? DurationMilliseconds =>
        run.StartedAt is { } started
            ? (run.FinishedAt ?? now).ToUnixTimeMilliseconds() - started.ToUnixTimeMilliseconds()
            : null;

    private IEnumerable<OptionFact> Options(OptionField field, SystemFacts? method)
    {
        var options = field.Option.IsOfMethod
            ? Systems(field.Method, method).Where(system => system.IsMethod).SelectMany(system => system.Options)
            : run.Options;
        return options.Where(option => option.Path == field.Option.Path);
    }

    private IEnumerable<SystemFacts> Systems(string? name, SystemFacts? method)
    {
        if (name is not null)
            return run.Systems.Where(system => system.Name == name);
        return method is null ? [] : [method];
    }

    private static double? ValueOf(MetricFact metric, MetricAggregate aggregate) => aggregate switch
    {
        MetricAggregate.Last => metric.Last,
        MetricAggregate.Min => metric.Min,
        _ => metric.Max,
    };

    private static bool Holds(OptionFact option, FieldComparison comparison) =>
        option.Text is { } text ? Holds(text, comparison) : Holds(option.Number, comparison);

    private static bool Holds(string text, FieldComparison comparison) =>
        comparison.Values.OfType<TextValue>().Any(value => comparison.Operator == SearchOperator.Contains
            ? OptionFact.Folded(text).Contains(value.Folded, StringComparison.Ordinal)
            : OptionFact.Folded(text) == value.Folded);

    private static bool Holds(double? number, FieldComparison comparison) =>
        number is { } given && comparison.Values.Any(value => value switch
        {
            NumberValue { Number: var wanted } => Holds(given, wanted, comparison.Operator),
            DurationValue { Duration: var wanted } => Holds(given, wanted.TotalMilliseconds, comparison.Operator),
            _ => false,
        });

    private static bool Holds(double given, double wanted, SearchOperator @operator) => @operator switch
    {
        SearchOperator.Equal => given == wanted,
        SearchOperator.Less => given < wanted,
        SearchOperator.LessOrEqual => given <= wanted,
        SearchOperator.Greater => given > wanted,
        SearchOperator.GreaterOrEqual => given >= wanted,
        _ => false,
    };

    private bool Holds(DateTimeOffset? time, FieldComparison comparison) =>
        time is { } given && comparison.Values.OfType<TimeValue>().Any(value =>
        {
            var (start, end) = value.Bounds(now);
            var at = given.ToUnixTimeMilliseconds();
            return comparison.Operator switch
            {
                SearchOperator.Equal => at >= start && at < end,
                SearchOperator.Less => at < start,
                SearchOperator.LessOrEqual => at < end,
                SearchOperator.Greater => at >= end,
                SearchOperator.GreaterOrEqual => at >= start,
                _ => false,
            };
        });
}
