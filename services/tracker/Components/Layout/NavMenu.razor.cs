using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using WeakToStrong.Tracker.Api.Security;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Layout;

/// <summary>Where one can go; beside the page, or over it on a narrow screen.</summary>
public sealed partial class NavMenu(NavigationManager navigation, TrackerOptions options) : IDisposable
{
    private static readonly Place[] Places =
    [
        new("/", "Experiments", IconName.Experiments, ["runs"]),
        new("/launch", "Launch", IconName.Launch, []),
        new("/compare", "Compare", IconName.Compare, []),
        new("/audits", "Audits", IconName.Audits, []),
        new("/data", "Models and data", IconName.Models, []),
        new("/system", "System", IconName.System, []),
    ];

    /// <summary>The browser has a session. Only the request for the page tells, so it travels with the page.</summary>
    [PersistentState]
    public bool IsSignedIn { get; set; }

    [Inject]
    private SessionCookie Session { get; set; } = null!;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private static string Version => $"v{typeof(NavMenu).Assembly.GetName().Version!.ToString(3)}";

    public void Dispose() => navigation.LocationChanged -= Redraw;

    protected override void OnInitialized()
    {
        navigation.LocationChanged += Redraw;
        if (Http is not null)
            IsSignedIn = Session.IsIn(Http.Request);
    }

    // Pages below another one's: a run belongs to the experiments.
    private bool IsHere(Place place)
    {
        var path = navigation.ToBaseRelativePath(navigation.Uri);
        return place.Below.Any(below => path.StartsWith(below, StringComparison.Ordinal));
    }

    private void Redraw(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private sealed record Place(string Href, string Title, IconName Icon, IReadOnlyList<string> Below);
}
