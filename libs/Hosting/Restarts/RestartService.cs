using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeakToStrong.Hosting.Restarts;

/// <summary>Starts what crashed again, each replica by itself, until the host stops.</summary>
internal sealed class RestartService(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<RestartService> logger) : BackgroundService
{
    /// <summary>Property of a resource's snapshot: how often it was started again.</summary>
    public const string CountProperty = "weak-to-strong.restarts";

    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Replica> _replicas = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var token = stop.Token;
        try
        {
            await foreach (var change in notifications.WatchAsync(token))
                if (IsStartedByTheHost(change.Resource) && Observe(change) is { } restart)
                    _ = StartAgainAsync(change, restart, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The host stops; what ends from now on was meant to.
        }
    }

    private static bool IsStartedByTheHost(IResource resource) =>
        !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    private Restart? Observe(ResourceEvent change)
    {
        if (!_replicas.TryGetValue(change.ResourceId, out var replica))
            _replicas.Add(change.ResourceId, replica = new Replica(clock));
        return replica.Observe(change.Snapshot);
    }

    private async Task StartAgainAsync(ResourceEvent crash, Restart restart, CancellationToken stop)
    {
        try
        {
            logger.LogWarning("{Resource} {End}; starting it again in {Seconds:0} s",
                crash.ResourceId, End(crash.Snapshot), restart.Delay.TotalSeconds);
            await Task.Delay(restart.Delay, clock, stop);
            await PublishCountAsync(crash, restart.Count);
            while (IsDown(crash.ResourceId) && !await StartAsync(crash.ResourceId, stop))
                await Task.Delay(AfterRefusal, clock, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>A person may have started it in the meantime.</summary>
    private bool IsDown(string resourceId) =>
        notifications.TryGetCurrentState(resourceId, out var current)
        && current.Snapshot.State?.Text is { } state
        && KnownResourceStates.TerminalStates.Contains(state);

    private async Task<bool> StartAsync(string resourceId, CancellationToken stop)
    {
        var result = await commands.ExecuteCommandAsync(resourceId, KnownResourceCommands.StartCommand, stop);
        if (!result.Success)
            logger.LogError("{Resource} could not be started again: {Message}", resourceId, result.Message);
        return result.Success;
    }

    private Task PublishCountAsync(ResourceEvent crash, int count) =>
        notifications.PublishUpdateAsync(crash.Resource, crash.ResourceId, snapshot => snapshot with
        {
            Properties =
            [
                .. snapshot.Properties.Where(property => property.Name != CountProperty),
                new ResourcePropertySnapshot(CountProperty, count),
            ],
        });

    private static string End(CustomResourceSnapshot snapshot) => snapshot switch
    {
        _ when snapshot.State?.Text == KnownResourceStates.FailedToStart => "could not be started",
        // The orchestrator's word for a process that a signal ended.
        { ExitCode: null or -1 } => "was killed",
        { ExitCode: var code } => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}"),
    };
}
