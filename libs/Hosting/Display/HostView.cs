using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>Watches what Aspire tells of its resources; gives it to the display and keeps the state file.</summary>
internal sealed class HostView(
    AppHostOptions options,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceTable table,
    HostEvents events,
    IHostDisplay display,
    StateFile file,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>What Aspire calls its own dashboard.</summary>
    private const string Dashboard = "aspire-dashboard";

    /// <summary>Aspire's variable for the key to its dashboard.</summary>
    private const string DashboardKey = "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN";

    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private string? _url;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var shown = display.ShowAsync(events.Reader);
        await using var stopping = lifetime.ApplicationStopping.Register(() => events.Say("stopping"));
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
                await NoteAsync(change, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host has stopped.
        }
        await file.RemoveAsync();
        events.Complete();
        await shown;
    }

    private async Task NoteAsync(ResourceEvent change, CancellationToken stop)
    {
        ShowDashboard(change);
        if (table.Observe(change) is not { } row || IsGivenUp(row))
            return;
        if (_followed.Add(change.ResourceId))
            _ = FollowAsync(change.ResourceId, row.Label, stop);
        await events.WriteAsync(new HostEvent.Changed(row), stop);
        if (_url is null && table.IsReady)
            await events.WriteAsync(new HostEvent.Ready(_url = options.Url), stop);
        file.WriteSoon(_url);
    }

    /// <summary>
    /// Its address has the key to it, so it is for the person at the terminal and neither for a log nor the state file.
    /// </summary>
    private void ShowDashboard(ResourceEvent change)
    {
        if (change.Resource.Name != Dashboard || change.Snapshot.State?.Text != KnownResourceStates.Running)
            return;
        var login = change.Snapshot.Urls.FirstOrDefault(url => url.Url.Contains("/login?", StringComparison.Ordinal));
        if (login is not null && _followed.Add(Dashboard))
            events.Say(
                Console.IsErrorRedirected
                    ? $"dashboard {new Uri(login.Url).GetLeftPart(UriPartial.Authority)} "
                        + $"(a terminal shows its key; {DashboardKey} sets one)"
                    : $"dashboard {login.Url}");
    }

    /// <summary>What still waited when the host stopped did not fail.</summary>
    private bool IsGivenUp(ResourceRow row) => IsStopping && row.State == ResourceState.Failed;

    private bool IsGivenUp(string text) =>
        IsStopping && text.StartsWith("Failed to create resource", StringComparison.Ordinal);

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    private async Task FollowAsync(string resourceId, string name, CancellationToken stop)
    {
        try
        {
            await foreach (var batch in logs.WatchAsync(resourceId).WithCancellation(stop))
                foreach (var line in batch)
                    if (OutputText.Of(line.Content) is { } text && !IsGivenUp(text))
                        await events.WriteAsync(new HostEvent.Said(name, text), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host has stopped.
        }
    }
}
