using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Search;

/// <summary>An option that experiments can have.</summary>
public sealed record OptionDefinition
{
    /// <summary>Dotted; a method's begins inside the method.</summary>
    public required string Path { get; init; }

    public required bool IsOfMethod { get; init; }

    public required SearchFieldKind Kind { get; init; }

    /// <summary>The values of a <see cref="SearchFieldKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public string? Description { get; init; }

    /// <summary>From the root of the experiment.</summary>
    internal string[] Segments =>
        [.. (IsOfMethod ? $"{ExperimentOptions.MethodsKey}.{Path}" : Path).Split('.')];
}

/// <summary>
/// The names that searches know. Options come from the catalogue alone, so one text means the same in every database;
/// what a database has seen (<see cref="Metrics"/>, <see cref="Systems"/>) only completes words.
/// </summary>
public sealed record SearchVocabulary
{
    public const string Mean = "mean";

    /// <summary>Mean gain over mean gap of a system, which has no interval.</summary>
    public const string GainOverGap = "gain_over_gap";

    /// <summary>A run is one of these.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
        ["queued", "running", "interrupted", "completed", "failed", "cancelled"];

    /// <summary>What a report has of a measure.</summary>
    public static IReadOnlyList<string> Statistics { get; } = [Mean, "low", "high", "n"];

    /// <summary>Values of the report, as they are written: <c>pgr.mean</c>.</summary>
    public static IReadOnlyList<ResultKey> Results { get; } =
        [
            .. from measure in Measure.All
               from statistic in Statistics
               select new ResultKey(measure.Name, statistic),
            new ResultKey(GainOverGap, Mean),
        ];

    public required IReadOnlyList<OptionDefinition> Options { get; init; }

    /// <summary>Metrics that some run has.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Systems that some run has.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Every option that an experiment of any task, with any variant, may have.</summary>
    public static SearchVocabulary Of(StepCatalogue catalogue)
    {
        var found = catalogue.Tasks.SelectMany(task => new OptionCollector(catalogue).Collect(task.FileType));
        return new SearchVocabulary
        {
            Options =
            [
                .. found.GroupBy(option => (option.IsOfMethod, option.Path))
                    .OrderBy(group => group.Key.IsOfMethod)
                    .ThenBy(group => group.Key.Path, StringComparer.Ordinal)
                    .Select(group => group.Aggregate(Merge)),
            ],
        };
    }

    private static OptionDefinition Merge(OptionDefinition one, OptionDefinition other) => one with
    {
        Kind = one.Kind == other.Kind ? one.Kind : SearchFieldKind.Any,
        Choices = one.Kind == other.Kind
            ? [.. one.Choices.Union(other.Choices).Order(StringComparer.Ordinal)]
            : [],
        Description = one.Description ?? other.Description,
    };
}

/// <summary>Walks the records that experiment files bind to.</summary>
internal sealed class OptionCollector(StepCatalogue catalogue)
{
    private static readonly string[] Truths = ["false", "true"];

    public IEnumerable<OptionDefinition> Collect(Type file) =>
        from key in RecordShape.Of(file).Keys
        where !ExperimentOptions.Titles.Contains(key.Key)
        from option in key is { Key: ExperimentOptions.MethodsKey, ItemType: { } method } && !KeyShape.IsScalar(method)
            ? OfRecord(method, "", isOfMethod: true)
            : OfKey(key, key.Key, isOfMethod: false)
        select option;

    private IEnumerable<OptionDefinition> OfRecord(Type record, string path, bool isOfMethod)
    {
        var shape = RecordShape.Of(record);
        var variants = shape.VariantOptions is { Variant.Family: var family } ? catalogue.VariantsOf(family) : [];
        return shape.Keys.Where(key => key != shape.Discriminator)
            .SelectMany(key => OfKey(key, SourcePath.Join(path, key.Key), isOfMethod))
            .Concat(shape.Discriminator is { } name ? [Discriminator(name, path, isOfMethod, variants)] : [])
            .Concat(variants.SelectMany(variant => OfRecord(variant.OptionsType, path, isOfMethod)));
    }

    private IEnumerable<OptionDefinition> OfKey(KeyShape key, string path, bool isOfMethod)
    {
        var type = key.ItemType ?? key.Type;
        return KeyShape.IsScalar(type)
            ? [Option(key, path, isOfMethod, KindOf(type), ChoicesOf(type))]
            : OfRecord(type, path, isOfMethod);
    }

    private static OptionDefinition Discriminator(
        KeyShape key, string path, bool isOfMethod, IEnumerable<Variant> variants) =>
        Option(
            key, SourcePath.Join(path, key.Key), isOfMethod, SearchFieldKind.Choice,
            [.. variants.Select(variant => variant.Name)]);

    private static OptionDefinition Option(
        KeyShape key, string path, bool isOfMethod, SearchFieldKind kind, IReadOnlyList<string> choices) =>
        new()
        {
            Path = path,
            IsOfMethod = isOfMethod,
            Kind = kind,
            Choices = choices,
            Description = key.Description,
        };

    private static SearchFieldKind KindOf(Type type) =>
        type == typeof(string) ? SearchFieldKind.Text
        : type == typeof(bool) || type.IsEnum ? SearchFieldKind.Choice
        : SearchFieldKind.Number;

    private static string[] ChoicesOf(Type type) =>
        type == typeof(bool) ? Truths
        : type.IsEnum ? [.. ScalarBinder.EnumNames(type)]
        : [];
}
