using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>What to start from; which one stands in the address.</summary>
public sealed partial class TemplatePicker
{
    [Parameter, EditorRequired]
    public required LaunchStart Start { get; set; }

    private static string TimeOf(TemplateRow template) => template.ExpectedSeconds switch
    {
        null => "needs your files",
        0 => "all of it cached",
        { } seconds => PlanPanel.Minutes(seconds),
    };
}
