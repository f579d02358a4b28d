using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>One key of the experiment: what is written, what holds otherwise, what is allowed.</summary>
public sealed partial class OptionField
{
    private string? _typed;

    [CascadingParameter]
    public required FormState State { get; set; }

    [Parameter, EditorRequired]
    public required string Path { get; set; }

    [Parameter, EditorRequired]
    public required FormKey Key { get; set; }

    /// <summary>The record that the key is in; set where the key names its variant.</summary>
    [Parameter]
    public FormRecord? Names { get; set; }

    private string? Value => State.Value(Path);

    private string Title => char.ToUpperInvariant(Key.Title[0]) + Key.Title[1..];

    /// <summary>As it was typed, as long as the text means the same: a comma that was just typed stays.</summary>
    private string? Shown => _typed is not null && Same(_typed, Value ?? "") ? _typed : Value;

    private string? Hint => (Key.Description, Key.Range) switch
    {
        ({ } description, { } range) => $"{description.TrimEnd('.')}: {range}",
        var (description, range) => description ?? range,
    };

    private IReadOnlyList<Choice<string>> Choices
    {
        get
        {
            var words = State.ChoicesOf(Path, Key);
            if (words.Count == 0)
                return [];
            var choices = words.Select(word => new Choice<string>(word, word)).ToList();
            if (Value is null || !Key.IsRequired)
                choices.Insert(0, new("", Key.Default is null ? "–" : $"{Key.Default} (default)"));
            if (Value is { } value && !words.Contains(value))
                choices.Add(new(value, $"{value} (not known)"));
            return choices;
        }
    }

    private bool Same(string typed, string value) => Key.Kind == FormKind.Values
        ? Sweep.Split(typed).SequenceEqual(Sweep.Split(value))
        : typed.Trim() == value;

    private Task TypeAsync(string typed) => State.SetAsync(Path, Key, _typed = typed);

    private Task ChooseAsync(string value) => Names is not null
        ? State.ChooseAsync(Path[..Math.Max(0, Path.LastIndexOf('.'))], Names, value)
        : State.SetAsync(Path, Key, value);
}
