using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Options side by side; what differs stands out, what is equal can be hidden.</summary>
public sealed partial class OptionsView(NavigationManager navigation)
{
    private readonly Choice<bool>[] _columns = [new(false, "runs"), new(true, "methods")];

    [Parameter, EditorRequired]
    public required OptionsModel Model { get; set; }

    [Parameter, EditorRequired]
    public required CompareQuery Query { get; set; }

    [Parameter, EditorRequired]
    public required int RunCount { get; set; }

    private string EmptyText => (Model.EqualCount, Query.IsOfMethods, RunCount) switch
    {
        (0, true, _) => "These runs compare no methods.",
        (0, false, _) => "What these runs were asked cannot be read.",
        (_, false, 1) => "There is one run: show its methods, or add a run.",
        _ => "Nothing that could have made a difference.",
    };

    private void ShowMethods(bool isOfMethods) => navigation.Choose(("columns", isOfMethods ? "methods" : null));

    private void HideEqual(bool isHidden) => navigation.Choose(("equal", isHidden ? "hide" : "show"));
}
