using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Postgres;

namespace WeakToStrong.Tracker.Hosting;

/// <summary>
/// Waits, before anything else starts, until the database's server answers, and brings the schema up to date. In which
/// order servers and trackers start does not matter.
/// </summary>
internal sealed class DatabaseStarter(
    TrackerDatabase database,
    PostgresServer server,
    IDatabaseEngine engine,
    TimeProvider time,
    ILogger<DatabaseStarter> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var trial = 1; !await TryAsync(trial, cancellationToken); trial++)
            await Task.Delay(Patience.PauseAfter(trial), time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> TryAsync(int trial, CancellationToken cancellationToken)
    {
        try
        {
            await database.EnsureSchemaAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (engine.Classify(exception) != DatabaseFailure.Final)
        {
            if (trial == 1)
                log.LogWarning(
                    "Waiting for the database at {Address}: {Reason}", server.Address,
                    exception.GetBaseException().Message);
            return false;
        }
    }
}
