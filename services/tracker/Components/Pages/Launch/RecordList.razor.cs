using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>A list of mappings, the methods of an experiment: each with its options, added and removed.</summary>
public sealed partial class RecordList
{
    private IReadOnlyList<Choice<string>> _variants = [];
    private string _variant = "";

    [CascadingParameter]
    public required FormState State { get; set; }

    [Parameter, EditorRequired]
    public required string Path { get; set; }

    /// <summary>Of each item.</summary>
    [Parameter, EditorRequired]
    public required FormRecord Record { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    protected override void OnParametersSet()
    {
        if (_variants.Count > 0)
            return;
        _variants = [.. Record.Variants.Select(variant =>
            new Choice<string>(variant.Name, $"{variant.Name}: {variant.Summary.TrimEnd('.')}"))];
        _variant = Record.Variants.Count > 0 ? Record.Variants[0].Name : "";
    }
}
