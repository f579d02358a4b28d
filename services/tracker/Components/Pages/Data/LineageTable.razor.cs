using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>Steps of a lineage with links to what they made.</summary>
public sealed partial class LineageTable
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<LineageLine> Rows { get; set; }

    [Parameter, EditorRequired]
    public required string Caption { get; set; }
}
