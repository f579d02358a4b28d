using MassTransit;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Names that tie a control to its label, hint and error.</summary>
public sealed record FieldIds(string Id, string? DescribedBy);

/// <summary>A control with its label, and under it what is wrong or a hint.</summary>
public sealed partial class Field
{
    private readonly string _id = $"field-{NewId.NextGuid():N}";

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The control, which takes the ids.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment<FieldIds> ChildContent { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Error { get; set; }

    /// <summary>The label stands before the control instead of above it.</summary>
    [Parameter]
    public bool IsInline { get; set; }

    private string? DescribedBy => Error is not null ? $"{_id}-error" : Hint is not null ? $"{_id}-hint" : null;
}
