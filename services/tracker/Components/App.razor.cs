using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Components;

/// <summary>The document around every page.</summary>
public sealed partial class App(DashboardAssets files)
{
    private static readonly IComponentRenderMode Interactive = new InteractiveServerRenderMode(prerender: true);

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    // Hides the framework's list of static files, which knows nothing of ours.
    private new DashboardAssets Assets => files;

    private IComponentRenderMode? Mode => Http.AcceptsInteractiveRouting() ? Interactive : null;
}
