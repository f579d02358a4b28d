using Npgsql;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>
/// Passes on what other trackers announce. What is missed while the server is away is made up for at once.
/// </summary>
internal sealed class PostgresListener(
    PostgresServer server, PostgresEngine engine, TrackerSignals signals, ILogger<PostgresListener> log)
    : BackgroundService
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private readonly string _self = engine.Sender.ToString();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException exception)
            {
                log.LogWarning("Other trackers are not heard; it is tried again: {Reason}", exception.Message);
                await Task.Delay(PauseAfterError, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await using var session = await server.OpenSessionAsync(stop);
        session.Notification += (_, notification) => PassOn(notification);
        await using var listen = new NpgsqlCommand(
            $"LISTEN {PostgresChannels.Work}; LISTEN {PostgresChannels.View}", session);
        await listen.ExecuteNonQueryAsync(stop);
        signals.Notify(TrackerChange.Status);
        while (true)
            await session.WaitAsync(stop);
    }

    private void PassOn(NpgsqlNotificationEventArgs notification)
    {
        if (notification.Payload == _self)
            return;
        signals.Notify(notification.Channel == PostgresChannels.Work ? TrackerChange.Work : TrackerChange.View);
    }
}
