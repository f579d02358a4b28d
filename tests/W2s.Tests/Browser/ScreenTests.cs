using WeakToStrong.Tracker.Tests.Components.Pages.Compare;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Every page, light and dark, wide and narrow: pictures for people, and what no page may do.</summary>
[Collection(SharedDashboard.Name)]
public sealed class ScreenTests(DashboardFixture dashboard)
{
    /// <summary>Name, address, and what is there once the page is complete.</summary>
    private static readonly (string Name, string Path, string Complete)[] Pages =
    [
        ("experiments", "/", "tbody tr[data-row]"),
        ("experiments-filtered", "/?filter=sweep&selected=5eed0000000000000000000000000000",
            "tr:has([data-select]:checked)"),
        ("experiments-none-match", "/?filter=nothing-is-called-so", ".empty h2"),
        ("compare", $"/compare?runs={ComparedRuns.Low}", ".heatmap"),
        ("compare-runs", ComparedSeed.All, ".heatmap"),
        ("compare-results", $"{ComparedSeed.All}&view=results&baseline={ComparedRuns.Low}~sft", "tr.pinned"),
        ("compare-curves", $"{ComparedSeed.All}&view=curves&steps=dpo&smooth=90", ".legend button"),
        ("compare-options", $"{ComparedSeed.All}&view=options", "tr.differs"),
        ("compare-sweep", $"{ComparedSeed.All}&view=sweep&method=dpo", "tbody tr[data-row]"),
        ("compare-nothing", "/compare", "main h2"),
        ("data-empty", "/data", ".empty h2"),
        ("data-files-empty", "/data?tab=files", ".empty h2"),
        ("data-nothing", "/data/0123", "main h2"),
        ("audits-empty", "/audits", "main h2"),
        ("system", "/system", "#storage meter"),
        ("components", "/components", ".error"),
        ("components-tables", "/components?section=tables", ".heatmap"),
        ("components-charts", "/components?section=charts", ".graph-host[data-drawn] .node"),
        ("components-forms", "/components?section=forms", ".editor[data-drawn]"),
        ("launch", "/launch", ".graph-host[data-drawn] .node"),
        ("launch-files", "/launch?template=hh-harmless", ".problems li"),
        ("not-found", "/not-found", "main h2"),
        ("forbidden", "/forbidden", "main h2"),
    ];

    public static TheoryData<string, string, string, int> Screens => Screen.InEveryWidth(Pages);

    [Theory]
    [MemberData(nameof(Screens))]
    public Task Page_InEveryForm_IsSound(string name, string path, string complete, int width) =>
        Screen.AssertSoundAsync(dashboard.Browser, dashboard.Address, name, path, complete, width);
}
