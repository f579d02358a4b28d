using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>The first line of the page: what is wrong and what to do, or that nothing is.</summary>
public sealed partial class TroubleList
{
    private const int Shown = 6;

    [Parameter, EditorRequired]
    public required IReadOnlyList<Trouble> Troubles { get; set; }
}
