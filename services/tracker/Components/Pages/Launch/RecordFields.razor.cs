using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>
/// The keys of one mapping, those of its variant among them. What few people set is folded away, and not rendered until
/// somebody unfolds it.
/// </summary>
public sealed partial class RecordFields
{
    private bool _isOpen;

    [CascadingParameter]
    public required FormState State { get; set; }

    /// <summary>Where the mapping stands; empty at the root.</summary>
    [Parameter, EditorRequired]
    public required string Path { get; set; }

    [Parameter, EditorRequired]
    public required FormRecord Record { get; set; }

    private static bool IsSimple(FormKey key) => key.Kind is not (FormKind.Record or FormKind.Records);

    private static string TitleOf(FormKey key) => char.ToUpperInvariant(key.Title[0]) + key.Title[1..];

    private (IReadOnlyList<FormKey> Shown, IReadOnlyList<FormKey> More) Parts()
    {
        var keys = Record.KeysWith(State.VariantOf(Path, Record)).ToLookup(key => FormState.IsMain(key, Record));
        // Two or three are not worth a fold.
        return keys[false].Count() < 3
            ? ([.. keys[true], .. keys[false]], [])
            : ([.. keys[true]], [.. keys[false]]);
    }

    private string MoreText(IReadOnlyList<FormKey> more)
    {
        var set = more.Count(key => State.Text.Has(FormState.Join(Path, key.Key)));
        var said = _isOpen ? "Fewer options" : $"{Numbers.Count(more.Count)} more options";
        return set == 0 || _isOpen ? said : $"{said}, {Numbers.Count(set)} set";
    }
}
