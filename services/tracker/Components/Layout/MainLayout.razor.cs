using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace WeakToStrong.Tracker.Components.Layout;

/// <summary>The shell: menu, page, notes. It says when the page is alive and hears what is pressed.</summary>
public sealed partial class MainLayout(NavigationManager navigation)
{
    private ErrorBoundary? _boundary;

    // What went wrong on one page is over on the next.
    protected override void OnParametersSet() => _boundary?.Recover();
}
