using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Pages.Experiments;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>A system's name beside the colour that it has on every chart.</summary>
public sealed partial class SystemName
{
    /// <summary>What the supervisor was given, and what it made of it: of the same colours as who wrote them.</summary>
    internal const string Draft = "draft";
    internal const string Correction = "correction";

    [Parameter, EditorRequired]
    public required string System { get; set; }

    /// <summary>The run's methods, which say of what kind a system is.</summary>
    [Parameter]
    public IReadOnlyList<MethodOutline> Methods { get; set; } = [];

    private string Color => ColorOf(System, Methods);

    internal static string ColorOf(string system, IReadOnlyList<MethodOutline> methods)
    {
        if (system is Draft or Correction)
            return ChartColor.System(system == Draft ? SystemNames.Base : SystemNames.Supervisor);
        var (index, method) = methods.Index().FirstOrDefault(entry => entry.Item.Name == system);
        return ChartColor.System(system, method?.Kind, index);
    }
}
