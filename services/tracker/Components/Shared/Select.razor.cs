using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

public sealed record Choice<TValue>(TValue Value, string Title);

/// <summary>One of a few values.</summary>
public sealed partial class Select<TValue>
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<Choice<TValue>> Choices { get; set; }

    [Parameter, EditorRequired]
    public required TValue Value { get; set; }

    [Parameter]
    public EventCallback<TValue> ValueChanged { get; set; }

    [Parameter]
    public FieldIds? Ids { get; set; }

    /// <summary>Needed where it stands in no <see cref="Field"/>.</summary>
    [Parameter]
    public string? Label { get; set; }

    [Parameter]
    public bool IsDisabled { get; set; }

    private int IndexOf(TValue value)
    {
        foreach (var (index, choice) in Choices.Index())
            if (EqualityComparer<TValue>.Default.Equals(choice.Value, value))
                return index;
        return -1;
    }

    private Task ChooseAsync(ChangeEventArgs change) =>
        int.TryParse((string?)change.Value, CultureInfo.InvariantCulture, out var index)
            && index >= 0 && index < Choices.Count
            ? ValueChanged.InvokeAsync(Choices[index].Value)
            : Task.CompletedTask;
}
