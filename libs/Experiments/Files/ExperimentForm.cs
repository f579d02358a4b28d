using System.Collections;
using System.Globalization;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// What a form for experiment files asks, made from the same records, rules and variants that files bind to.
/// </summary>
public sealed class ExperimentForm
{
    private readonly StepCatalogue _catalogue;
    private readonly Dictionary<string, FormRecord> _tasks;

    public ExperimentForm(StepCatalogue catalogue)
    {
        _catalogue = catalogue;
        _tasks = catalogue.Tasks.ToDictionary(
            task => task.Name, task => RecordOf(RecordShape.Of(task.FileType), null), StringComparer.Ordinal);
    }

    /// <summary>The keys of a task's file; of the default task's where there is no such task.</summary>
    public FormRecord Of(string? task) =>
        _tasks.GetValueOrDefault(task ?? Experiment.DefaultTask) ?? _tasks.Values.First();

    /// <param name="shape">The record.</param>
    /// <param name="defaults">The complete record that stands for absent keys, or null.</param>
    private FormRecord RecordOf(RecordShape shape, object? defaults)
    {
        var record = defaults ?? shape.New();
        var keys = shape.Keys.Select(key => KeyOf(key, record, key.IsRequired && defaults is null));
        if (shape.VariantOptions is not { } options)
            return new FormRecord { Keys = [.. keys] };
        var variants = _catalogue.VariantsOf(options.Variant!.Family).ToArray();
        var given = defaults is null ? null : options.Property.GetValue(defaults);
        return new FormRecord
        {
            Discriminator = shape.Discriminator!.Key,
            Keys = [.. keys.Select(key => key.Key == shape.Discriminator.Key ? Naming(key, variants) : key)],
            Variants = [.. variants.Select(variant => VariantOf(variant, given))],
        };
    }

    private FormVariant VariantOf(Variant variant, object? given)
    {
        var shape = RecordShape.Of(variant.OptionsType);
        var isComplete = given?.GetType() == variant.OptionsType;
        var record = isComplete ? given! : shape.New();
        return new FormVariant(
            variant.Name, variant.Summary,
            [.. shape.Keys.Select(key => KeyOf(key, record, key.IsRequired && !isComplete))]);
    }

    private static FormKey Naming(FormKey key, IEnumerable<Variant> variants) =>
        key with { Kind = FormKind.Choice, Choices = [.. variants.Select(variant => variant.Name)] };

    private FormKey KeyOf(KeyShape key, object record, bool isRequired)
    {
        var fallback = isRequired ? null : key.Property.GetValue(record);
        return new FormKey
        {
            Key = key.Key,
            Kind = KindOf(key),
            Description = key.Description,
            IsRequired = isRequired,
            Default = WordOf(fallback),
            Range = key.Range is null ? null : KeyRules.Describe(RangeBounds.Of(key)!),
            Choices = ChoicesOf(key.Type),
            Record = (key.ItemType ?? key.Type) is var type && KeyShape.IsScalar(type)
                ? null
                : RecordOf(RecordShape.Of(type), key.ItemType is null ? fallback : null),
        };
    }

    private static FormKind KindOf(KeyShape key)
    {
        if (key.ItemType is { } item)
            return KeyShape.IsScalar(item) ? FormKind.Values : FormKind.Records;
        if (!KeyShape.IsScalar(key.Type))
            return FormKind.Record;
        if (key.Type.IsEnum || key.Type == typeof(bool))
            return FormKind.Choice;
        if (key.Type == typeof(string))
            return key.InputPath is null ? FormKind.Text : FormKind.Path;
        return FormKind.Number;
    }

    private static IReadOnlyList<string> ChoicesOf(Type type) =>
        type.IsEnum ? [.. ScalarBinder.EnumNames(type)] : type == typeof(bool) ? ["true", "false"] : [];

    private static string? WordOf(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => EcmaNumber.Format(number),
        Enum => KeyShape.NameOf(value.ToString()!),
        IEnumerable items =>
            string.Join(", ", items.Cast<object>().Select(WordOf)) is { Length: > 0 } words ? words : null,
        IConvertible number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
