using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>What a launch would do: what is cached, what will run, how long it should take.</summary>
public sealed partial class PlanPanel
{
    /// <summary>Null until there is one.</summary>
    [Parameter, EditorRequired]
    public required LaunchPlan? Plan { get; set; }

    /// <summary>A newer one is being made.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>Something is wrong with the text, so that there is no newer one.</summary>
    [Parameter]
    public bool IsWrong { get; set; }

    /// <summary>Rough times are said roughly.</summary>
    internal static string Minutes(double seconds) => seconds switch
    {
        <= 0 => "0 min",
        < 50 => $"about {Numbers.Count((long)Math.Ceiling(seconds))} s",
        < 5400 => $"about {Numbers.Count(Math.Max(1, (long)Math.Round(seconds / 60)))} min",
        _ => $"about {Numbers.Decimals(seconds / 3600, 1)} h",
    };
}
