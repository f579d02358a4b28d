using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>Everything that is wrong, in the words of the command line.</summary>
public sealed partial class ProblemList
{
    /// <summary>Null until the text has been looked at.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<InputProblem>? Problems { get; set; }

    /// <summary>Told of the line that somebody wants to see.</summary>
    [Parameter]
    public EventCallback<int> Chosen { get; set; }
}
