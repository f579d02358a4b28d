using Npgsql;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>
/// The tracker whose session holds an advisory lock leads. The server gives the lock up with the session, so another
/// tracker has it within a second of the leader's death; a leader that cannot reach the server any more stops leading.
/// What an old leader may still be doing then is harmless: every change is conditional on what the database says.
/// </summary>
internal sealed class PostgresLeadership(PostgresServer server, ILogger<PostgresLeadership> log) : ILeadership
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private volatile bool _isLeading;

    public bool IsLeading => _isLeading;

    public async Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await server.OpenSessionAsync(stop);
                await WaitForLockAsync(session, stop);
                await LeadAsync(session, lead, stop);
            }
            catch (NpgsqlException exception) when (!stop.IsCancellationRequested)
            {
                log.LogWarning("The database did not answer who leads; it is asked again: {Reason}", exception.Message);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(Interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WaitForLockAsync(NpgsqlConnection session, CancellationToken stop)
    {
        while (!await TryLockAsync(session, stop))
            await Task.Delay(Interval, stop);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection session, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_try_advisory_lock($1, hashtext(current_schema()))", session)
        {
            Parameters = { new NpgsqlParameter { Value = PostgresLocks.Leader } },
        };
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private async Task LeadAsync(NpgsqlConnection session, Func<CancellationToken, Task> lead, CancellationToken stop)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _isLeading = true;
        log.LogInformation("This tracker schedules");
        var watch = WatchAsync(session, leading.Token);
        var work = lead(leading.Token);
        try
        {
            await await Task.WhenAny(work, watch);
        }
        finally
        {
            _isLeading = false;
            await leading.CancelAsync();
            await Task.WhenAll(work, watch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WatchAsync(NpgsqlConnection session, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT 1", session);
        while (true)
        {
            await Task.Delay(Interval, stop);
            await command.ExecuteNonQueryAsync(stop);
        }
    }
}
