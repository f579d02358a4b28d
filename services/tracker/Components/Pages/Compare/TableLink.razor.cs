using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>What is shown, as a file: the same query under another path.</summary>
public sealed partial class TableLink(NavigationManager navigation)
{
    [Parameter, EditorRequired]
    public required string Href { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    private string Query => new Uri(navigation.Uri).Query;
}
