using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>The compared runs by name, and by colour where they have one; each can be taken out.</summary>
public sealed partial class RunList
{
    private const int Few = 12;

    private bool _areAllShown;

    [Parameter, EditorRequired]
    public required IReadOnlyList<RunTitle> Runs { get; set; }

    /// <summary>What is seen below has the runs' colours.</summary>
    [Parameter]
    public bool IsColoured { get; set; }

    /// <summary>The key of a run that is to be taken out.</summary>
    [Parameter]
    public EventCallback<string> Removed { get; set; }

    private IEnumerable<RunTitle> Shown => _areAllShown ? Runs : Runs.Take(Few);
}
