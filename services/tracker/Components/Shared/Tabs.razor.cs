using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>One of several views; <see cref="Count"/> says how much is in it.</summary>
public sealed record TabItem(string Id, string Title, long? Count = null);

/// <summary>Chooses between views of one thing. The page keeps which one, usually in its address.</summary>
public sealed partial class Tabs
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<TabItem> Items { get; set; }

    [Parameter, EditorRequired]
    public required string Active { get; set; }

    [Parameter]
    public EventCallback<string> ActiveChanged { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The active view alone.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
