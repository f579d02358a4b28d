using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using ModelPresets = WeakToStrong.Transformer.Models.Presets;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>
/// What the form shows at one moment: the text, what is wrong with it, and whom to tell of a change. The form has no
/// values of its own, so that it and the text cannot disagree.
/// </summary>
public sealed class FormState
{
    // What the product's own experiments set is what people set first.
    private static readonly HashSet<string> Main = Templates.All
        .SelectMany(template => KeysOf(ExperimentText.Read(template.Text), "")).ToHashSet(StringComparer.Ordinal);

    public required ExperimentText Text { get; init; }

    public required IReadOnlyList<InputProblem> Problems { get; init; }

    /// <summary>The text as it is typed cannot be read: this is the one before, and nothing can be changed.</summary>
    public required bool IsFrozen { get; init; }

    /// <summary>Makes a change to the text as it is then: another may have come since this was shown.</summary>
    public required Func<Func<ExperimentText, ExperimentText>, Task> Changed { get; init; }

    /// <summary>Whether a key is shown at once, and not among the further options.</summary>
    public static bool IsMain(FormKey key, FormRecord record) =>
        key.IsRequired || key.Key == record.Discriminator || Main.Contains(key.Key);

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public string? Value(string path) => Text.Value(path);

    /// <summary>The variant that the record at the path has.</summary>
    public string? VariantOf(string path, FormRecord record) => record.Discriminator is { } discriminator
        ? Value(Join(path, discriminator)) ?? record.Keys.Single(key => key.Key == discriminator).Default
        : null;

    /// <summary>What may be chosen for a key; nothing where anything may be typed.</summary>
    public IReadOnlyList<string> ChoicesOf(string path, FormKey key) => key.Key switch
    {
        _ when key.Choices.Count > 0 => key.Choices,
        "preset" => [.. ModelPresets.Names],
        "from" when path.Split('.') is [var list, var index, _] && int.TryParse(index, out var place) =>
            ["base", .. Enumerable.Range(0, place).Select(item => Value($"{list}.{item}.name")).OfType<string>()],
        _ => [],
    };

    /// <summary>What is wrong with the value at the path, without saying the path again.</summary>
    public string? ErrorOf(string path)
    {
        var (called, line) = (Text.Called(path), Text.Line(path));
        return Problems.FirstOrDefault(IsOfPath)?.Key!.Fault;

        // Items of one name are called the same and stand in different lines.
        bool IsOfPath(InputProblem problem) =>
            problem.Key?.Path == called && (line is null || problem.Line is null || problem.Line == line);
    }

    public Task SetAsync(string path, FormKey key, string typed)
    {
        var text = typed.Trim();
        if (text.Length == 0)
            return RemoveAsync(path);
        return Changed(now => key.Kind == FormKind.Values
            ? now.SetList(path, Sweep.Split(text.Trim('[', ']')))
            : now.Set(path, text));
    }

    /// <summary>Another variant, without the options that it does not have.</summary>
    public Task ChooseAsync(string path, FormRecord record, string variant)
    {
        var discriminator = Join(path, record.Discriminator!);
        var known = record.KeysWith(variant).Select(key => key.Key).ToHashSet(StringComparer.Ordinal);
        return Changed(now =>
        {
            var strangers = now.Keys(path).Where(key => !known.Contains(key));
            var text = variant.Length == 0 ? now.Remove(discriminator) : now.Set(discriminator, variant);
            return strangers.Aggregate(text, (changed, key) => changed.Remove(Join(path, key)));
        });
    }

    /// <summary>Adds an item with that variant, under a name that no other has.</summary>
    public Task AddAsync(string path, FormRecord record, string variant)
    {
        var names = Enumerable.Range(0, Text.Count(path)).Select(item => Value($"{path}.{item}.name")).ToHashSet();
        var name = variant;
        for (var number = 2; names.Contains(name); number++)
            name = $"{variant}-{number}";
        var item = new Dictionary<string, string>();
        if (record.Keys.Any(key => key.Key == "name"))
            item.Add("name", name);
        item.Add(record.Discriminator!, variant);
        return Changed(now => now.Add(path, item));
    }

    public Task RemoveAsync(string path) => Changed(now => now.Remove(path));

    private static IEnumerable<string> KeysOf(ExperimentText text, string path)
    {
        var inner = text.Keys(path).Concat(Enumerable.Range(0, text.Count(path)).Select(index => $"{index}"));
        return inner.SelectMany(key => KeysOf(text, Join(path, key)).Prepend(key));
    }
}
