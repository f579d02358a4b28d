using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>A question, the text that came first, and what each system made of it.</summary>
public sealed partial class SampleCard
{
    /// <summary>Differences below this are no difference.</summary>
    private const double Noticeable = 0.005;

    [Parameter, EditorRequired]
    public required SampleCase Sample { get; set; }

    [Parameter]
    public IReadOnlyList<MethodOutline> Methods { get; set; } = [];

    /// <summary>Texts as they are, without marking what changed.</summary>
    [Parameter]
    public bool IsPlain { get; set; }

    private static string Shown(string text) => text.Length > 0 ? text : "(nothing)";

    private double? Gain(SampleText text) => text.Quality - Sample.Before.Quality;

    private string Trend(SampleText text) => Gain(text) switch
    {
        > Noticeable => "better",
        < -Noticeable => "worse",
        _ => "",
    };

    private string TrendText(SampleText text) => Gain(text) switch
    {
        > Noticeable and var gain => $"Quality, {Numbers.Decimals(gain, 2)} higher than the untuned student's",
        < -Noticeable and var gain => $"Quality, {Numbers.Decimals(-gain, 2)} lower than the untuned student's",
        _ => "Quality",
    };
}
