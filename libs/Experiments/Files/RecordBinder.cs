using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Binds nodes to records: every key of the file to the property of that name in snake case. Goes on after a problem,
/// so that all of them are reported at once; what it returns is meant to be used only if there were none.
/// </summary>
internal sealed class RecordBinder(StepCatalogue catalogue, List<InputProblem> problems, InputRoots? roots)
{
    /// <param name="type">The record.</param>
    /// <param name="map">Its keys.</param>
    /// <param name="path">Dotted path of the record, for messages; empty at the root.</param>
    /// <param name="defaults">A complete record whose values stand for absent keys, or null.</param>
    public object Bind(Type type, MapNode map, string path, object? defaults)
    {
        var count = problems.Count;
        var shape = RecordShape.Of(type);
        var record = defaults is null ? shape.New() : shape.Copy(defaults);
        var unclaimed = Fill(shape, record, map, map.Entries, path, isComplete: defaults is not null);
        if (shape.VariantOptions is null)
            RefuseUnknown(unclaimed, path, shape.Keys);
        else
            FillVariant(shape, record, map, unclaimed, path);
        if (problems.Count == count)
            Validate(record, map, path);
        return record;
    }

    /// <summary>Sets every property of the shape; gives back the entries that belong to none.</summary>
    private List<MapEntry> Fill(
        RecordShape shape, object record, MapNode map, IReadOnlyList<MapEntry> entries, string path, bool isComplete)
    {
        foreach (var key in shape.Keys)
            FillKey(key, record, map, entries.FirstOrDefault(entry => entry.Key == key.Key), path, isComplete);
        return [.. entries.Where(entry => shape.Find(entry.Key) is null)];
    }

    private void FillKey(KeyShape key, object record, MapNode map, MapEntry? entry, string path, bool isComplete)
    {
        var fallback = key.Property.GetValue(record);
        if (entry is not null)
        {
            if (BindValue(key, entry.Value, SourcePath.Join(path, key.Key), fallback) is { IsBound: true } bound)
                key.Property.SetValue(record, bound.Value);
        }
        else if (key.IsRequired && !isComplete)
        {
            const string Fault = "is missing; it must be given";
            var meaning = key.Description is { } description ? $" ({description.TrimEnd('.')})" : "";
            problems.Add(map.Mark.Problem($"{At(path)}key '{key.Key}' {Fault}{meaning}") with
            {
                Key = new KeyFault(SourcePath.Join(path, key.Key), Fault),
            });
        }
        else if (fallback is not null && IsRecord(key))
        {
            // Bound from nothing, because a variant inside it has defaults that only the catalogue knows.
            var nothing = new MapNode(map.Mark, []);
            key.Property.SetValue(record, Bind(key.Type, nothing, SourcePath.Join(path, key.Key), fallback));
        }
    }

    private Bound BindValue(KeyShape key, SourceNode node, string path, object? fallback)
    {
        if (node is ScalarNode { IsNull: true })
        {
            if (!key.IsNullable)
                problems.Add(node.Mark.ProblemOf(path, "is empty; it needs a value, or leave the key out"));
            return new Bound(key.IsNullable, null);
        }
        return key.ItemType is { } itemType
            ? BindList(key, itemType, node, path)
            : BindOne(key, key.Type, node, path, fallback);
    }

    private Bound BindList(KeyShape key, Type itemType, SourceNode node, string path)
    {
        if (node is not ListNode list)
            return Refuse(node, path, "a list, for instance [1, 2]");
        var items = Array.CreateInstance(itemType, list.Items.Count);
        var isBound = true;
        for (var i = 0; i < items.Length; i++)
        {
            var itemPath = SourcePath.Join(path, SourcePath.ItemName(list.Items[i], i));
            var item = BindOne(key, itemType, list.Items[i], itemPath, fallback: null);
            isBound &= item.IsBound;
            if (item.IsBound)
                items.SetValue(item.Value, i);
        }
        return new Bound(isBound && Allows(KeyRules.CheckList(key, items), node, path), items);
    }

    private Bound BindOne(KeyShape key, Type type, SourceNode node, string path, object? fallback)
    {
        if (!KeyShape.IsScalar(type))
            return node is MapNode map
                ? new Bound(true, Bind(type, map, path, fallback))
                : Refuse(node, path, "a mapping with the keys "
                    + Wording.List(RecordShape.Of(type).Keys.Select(known => known.Key)));
        if (node is not ScalarNode scalar)
            return Refuse(node, path, "one value");
        if (scalar.IsNull)
            return Refuse(node, path, "a value");
        if (ScalarBinder.Bind(type, scalar, out var allowed) is not { } value)
            return Refuse(node, path, allowed);
        if (key.InputPath is not null)
            return BindPath(key, (string)value, node, path);
        return new Bound(Allows(KeyRules.CheckValue(key, value), node, path), value);
    }

    private Bound BindPath(KeyShape key, string text, SourceNode node, string path)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return Refuse(node, path, "a path, which has no zero character in it");
        var full = Path.GetFullPath(text, node.Mark.BaseFolder);
        if (roots is null)
            return new Bound(Allows(KeyRules.CheckValue(key, full), node, path), full);
        var real = roots.Resolve(full);
        var broken = real is null
            ? $"names {Wording.Quote(text)}, which leads out of the folders for it; {roots.Describe()}"
            : KeyRules.CheckValue(key, real);
        return new Bound(Allows(broken, node, path), real);
    }

    private void FillVariant(RecordShape shape, object record, MapNode map, List<MapEntry> entries, string path)
    {
        var options = shape.VariantOptions!;
        var family = options.Variant!.Family;
        if (shape.Discriminator!.Property.GetValue(record) is not string name)
            return; // Its absence or its type has been reported.
        if (catalogue.FindVariant(family, name) is not { } variant)
        {
            var named = map.Find(shape.Discriminator.Key);
            problems.Add((named?.Value.Mark ?? map.Mark).ProblemOf(
                SourcePath.Join(path, shape.Discriminator.Key),
                $"is {Wording.Quote(name)}; "
                + Wording.Suggest(name, catalogue.VariantsOf(family).Select(known => known.Name))));
            return;
        }
        var inner = RecordShape.Of(variant.OptionsType);
        if (inner.Keys.FirstOrDefault(key => shape.Find(key.Key) is not null) is { } clash)
            throw new InvalidOperationException(
                $"{family} '{name}' and {shape.Type.Name} both have the key '{clash.Key}'");
        var given = options.Property.GetValue(record);
        var isComplete = given?.GetType() == variant.OptionsType;
        var bound = isComplete ? inner.Copy(given!) : inner.New();
        var count = problems.Count;
        RefuseUnknown(Fill(inner, bound, map, entries, path, isComplete), path, [.. shape.Keys, .. inner.Keys]);
        if (problems.Count == count)
            Validate(bound, map, path);
        options.Property.SetValue(record, bound);
    }

    private void RefuseUnknown(IEnumerable<MapEntry> unclaimed, string path, IEnumerable<KeyShape> known)
    {
        foreach (var entry in unclaimed)
            problems.Add(entry.KeyMark.Problem($"{At(path)}unknown key {Wording.Quote(entry.Key)}; "
                + Wording.Suggest(entry.Key, known.Select(key => key.Key))));
    }

    private void Validate(object record, MapNode map, string path)
    {
        if (record is not IValidatableObject validatable)
            return;
        foreach (var result in validatable.Validate(new ValidationContext(record)))
        {
            var member = result.MemberNames.FirstOrDefault();
            var (mark, key) = member is null ? (map.Mark, path) : Deepest(map, path, member.Split('.'));
            problems.Add(mark.Problem(At(path) + result.ErrorMessage) with
            {
                Key = new KeyFault(key, WithoutName(result.ErrorMessage!, key)),
            });
        }
    }

    // Beside the value its name need not be said again.
    private static string WithoutName(string message, string key)
    {
        var name = key[(key.LastIndexOf('.') + 1)..] + " ";
        return message.StartsWith(name, StringComparison.Ordinal) ? message[name.Length..] : message;
    }

    /// <summary>The deepest node on the way that the file has, and the path of what the way leads to.</summary>
    private static (SourceMark Mark, string Path) Deepest(SourceNode node, string path, ReadOnlySpan<string> way)
    {
        var mark = node.Mark;
        SourceNode? current = node;
        foreach (var segment in way)
        {
            (current, var name) = Inner(current, segment);
            path = SourcePath.Join(path, name);
            mark = current?.Mark ?? mark;
        }
        return (mark, path);
    }

    private static (SourceNode? Node, string Name) Inner(SourceNode? node, string segment)
    {
        if (node is ListNode list && SourcePath.IndexOf(list, segment) is var index and >= 0)
            return (list.Items[index], SourcePath.ItemName(list.Items[index], index));
        var name = KeyShape.NameOf(segment);
        return ((node as MapNode)?.Find(name)?.Value, name);
    }

    private Bound Refuse(SourceNode node, string path, string allowed)
    {
        problems.Add(node.Mark.ProblemOf(path, $"is {node.Describe()}; allowed is {allowed}"));
        return new Bound(false, null);
    }

    private bool Allows(string? broken, SourceNode node, string path)
    {
        if (broken is not null)
            problems.Add(node.Mark.ProblemOf(path, broken));
        return broken is null;
    }

    private static bool IsRecord(KeyShape key) => key.ItemType is null && !KeyShape.IsScalar(key.Type);

    private static string At(string path) => path.Length == 0 ? "" : path + ": ";

    private readonly record struct Bound(bool IsBound, object? Value);
}
