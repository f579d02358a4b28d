using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WeakToStrong.Tracker.Data.Postgres;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Data.Postgres;

[Collection(SharedServers.Name)]
public sealed class PostgresLeadershipTests(TestServers servers)
{
    [Fact]
    public async Task Lead_ThreeTrackers_OneLeadsAndAnotherWhenItStops()
    {
        var database = await servers.NewDatabaseAsync();
        var candidates = Enumerable.Range(0, 3).Select(_ => new Candidate(database)).ToList();
        var first = await LeaderAsync(candidates);
        await first.DisposeAsync();
        candidates.Remove(first);

        var second = await LeaderAsync(candidates);

        Assert.NotSame(first, second);
        Assert.Equal(1, first.Terms);
        Assert.Equal(1, second.Terms);
        Assert.Single(candidates, candidate => candidate.Terms == 0);
        // Not while they stop: the last one may lead for a moment then.
        foreach (var candidate in candidates)
            await candidate.DisposeAsync();
    }

    [Fact]
    public async Task Lead_SessionIsLost_StopsLeadingAndSomebodyLeadsWithinSeconds()
    {
        var database = await servers.NewDatabaseAsync();
        var candidates = Enumerable.Range(0, 2).Select(_ => new Candidate(database)).ToList();
        var leader = await LeaderAsync(candidates);

        await EndSessionOfLeaderAsync(database);
        await Eventually.TrueAsync(() => leader.HasLost == 1, "the leader knows that it leads no more");
        var wait = await Eventually.TrueAsync(
            () => candidates.Sum(candidate => candidate.Terms) == 2, "one leads again");

        Assert.InRange(wait.TotalSeconds, 0, 10);
        Assert.Single(candidates, candidate => candidate.IsLeading);
        foreach (var candidate in candidates)
            await candidate.DisposeAsync();
    }

    [Fact]
    public async Task Lead_InAnotherSchema_IsAnotherLead()
    {
        var (one, other) = (
            new Candidate(await servers.NewDatabaseAsync()), new Candidate(await servers.NewDatabaseAsync()));

        await Eventually.TrueAsync(() => one.IsLeading && other.IsLeading, "both lead");

        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    private static async Task<Candidate> LeaderAsync(List<Candidate> candidates)
    {
        // It leads a moment before its term begins.
        await Eventually.TrueAsync(
            () => candidates.Exists(candidate => candidate.IsLeading && candidate.Terms > 0), "one leads");
        return Assert.Single(candidates, candidate => candidate.IsLeading);
    }

    /// <summary>As the death of its process, or of the way to it, does.</summary>
    private static async Task EndSessionOfLeaderAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND objid = hashtext(current_schema())::oid
            """,
            connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    private sealed class Candidate : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly PostgresServer _server;
        private readonly PostgresLeadership _leadership;
        private readonly Task _leading;

        public Candidate(string database)
        {
            _server = new PostgresServer(database);
            _leadership = new PostgresLeadership(_server, NullLogger<PostgresLeadership>.Instance);
            _leading = _leadership.LeadAsync(LeadAsync, _stop.Token);
        }

        public int Terms { get; private set; }

        public int HasLost { get; private set; }

        public bool IsLeading => _leadership.IsLeading;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _leading;
            await _server.DisposeAsync();
            _stop.Dispose();
        }

        private async Task LeadAsync(CancellationToken leading)
        {
            Terms++;
            await Task.Delay(Timeout.Infinite, leading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stop.IsCancellationRequested)
                HasLost++;
        }
    }
}
