using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Lineage;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Audits;

[Collection(SharedServers.Name)]
public sealed class AuditQueriesTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Standings_OfRuns_AreTheLatestVerdictAndWhatIsUnderWay(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (one, two) = (await tracker.FinishedAsync(store, "one"), await tracker.FinishedAsync(store, "two"));
        var untouched = await tracker.FinishedAsync(store, "three");
        await tracker.AuditedAsync(one);
        tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        var latest = await tracker.AuditedAsync(one);
        var underWay = await tracker.AuditAsync(one);
        var first = await tracker.AuditAsync(two);

        var standings = await tracker.Get<AuditQueries>().StandingsAsync([one, two, untouched], default);

        Assert.Equal(2, standings.Count);
        Assert.Equal((latest, underWay), (standings[one].Latest!.Id, standings[one].UnderWay!.Id));
        Assert.Equal((null, first), (standings[two].Latest, standings[two].UnderWay!.Id));
    }

    [Theory]
    [Engines]
    public async Task List_OfAudits_HasPagesNamesAndTotals(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (one, two) = (await tracker.FinishedAsync(store, "one"), await tracker.FinishedAsync(store, "two"));
        var ids = new List<Guid>();
        foreach (var subject in new[] { one, two, one })
        {
            ids.Insert(0, await tracker.AuditedAsync(subject));
            tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var audits = tracker.Get<AuditQueries>();

        var page = await audits.ListAsync(null, skip: 1, limit: 1, default);
        var named = await audits.ListAsync("one", 0, 10, default);

        Assert.Equal((3, ids[1]), (page.TotalCount, Assert.Single(page.Audits).Id));
        Assert.Equal([ids[0], ids[2]], named.Audits.Select(audit => audit.Id));
        Assert.Equal(["one", "two"], await audits.NamesAsync(default));
        Assert.Equal(ids[0], (await audits.ShowAsync(ids[0].ToString("N")[..12], default)).Id);
        await Assert.ThrowsAsync<AuditNotFoundException>(() => audits.ShowAsync(one.ToString("N"), default));
    }

    [Theory]
    [Engines]
    public async Task Audits_InWhatListsExperiments_AreNowhere(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);
        var audit = await tracker.AuditedAsync(subject);
        var listed = new[] { subject };
        string?[] searches = [null, "fake", "task = audit", "status = completed", audit.ToString("N")];

        foreach (var search in searches)
        {
            var page = await tracker.Queries.ListAsync(new RunFilter { Search = search }, 10, null, default);
            var expected = search is "task = audit" || search == audit.ToString("N") ? [] : listed;
            Assert.Equal(expected, page.Runs.Select(run => run.Id));
            Assert.Equal(expected.Length, page.TotalCount);
        }
        Assert.Equal(subject, await tracker.Queries.FindAsync("fake", default));
        Assert.Equal(audit, await tracker.Queries.FindAsync(audit.ToString("N")[..16], default));
        var since = DateTimeOffset.UnixEpoch.AddDays(1);
        await foreach (var changes in tracker.Get<RunChangeQueries>().WatchAsync(since, TimeSpan.Zero, default))
        {
            Assert.Equal(listed, changes.Runs.Select(run => run.Id));
            break;
        }
        var artifacts = await tracker.Get<ArtifactQueries>().ListAsync(new ArtifactFilter { Take = 50 }, default);
        Assert.DoesNotContain(artifacts.Rows, artifact => artifact.Output == "finding");
        Assert.Equal(0, await tracker.Get<SearchIndexer>().CatchUpAsync(default));
    }

    [Fact]
    public async Task Lists_AmongSeventyFiveThousandRuns_ReadTheirIndexesAlone()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await TestTracker.OpenAsync(store);
        await AddRunsAsync(tracker, experiments: 75_000, audits: 2_000);
        await VacuumAsync(tracker);

        var counting = await PlanAsync(tracker, "SELECT count(*) FROM ({0}) AS listed", db => db.Experiments());
        var newest = await PlanAsync(tracker, "{0} LIMIT 50", db => db.Experiments().NewestFirst());
        var named = await PlanAsync(
            tracker, "{0} LIMIT 50", db => db.Experiments().Where(run => run.Name == "name 7").NewestFirst());
        var failed = await PlanAsync(
            tracker, "{0}", db => db.Experiments().Where(run => run.Status == RunStatus.Failed));

        Assert.Contains("IX_runs_created_at_id", newest, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", newest, StringComparison.Ordinal);
        Assert.Contains("IX_runs_name_created_at", named, StringComparison.Ordinal);
        Assert.Contains("IX_runs_status_created_at", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", counting + newest + named + failed, StringComparison.Ordinal);
    }

    private static Task<int> AddRunsAsync(TestTracker tracker, int experiments, int audits) =>
        tracker.Get<TrackerDatabase>().WriteAsync(
            db => db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO runs (id, name, task, experiment_text, report_step_key, status, created_at)
                SELECT md5(number::text)::uuid, 'name ' || number % 50,
                    CASE WHEN number <= {audits} THEN 'audit' ELSE 'correction' END, repeat('x', 1500), 'report',
                    CASE WHEN number % 100 = 0 THEN 'Failed' ELSE 'Completed' END, number
                FROM generate_series(1, {experiments + audits}) AS number
                """),
            default);

    /// <summary>
    /// Lets the server know its table. It counts by an index alone once every transaction sees all rows; whatever began
    /// before they were written (the server's own look at another table) puts that off until it ends.
    /// </summary>
    private static Task<TimeSpan> VacuumAsync(TestTracker tracker) =>
        Eventually.TrueAsync(
            () => tracker.Get<TrackerDatabase>().ReadAsync(
                async db =>
                {
                    await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE runs");
                    return await db.Database.SqlQuery<bool>(
                        $"""
                        SELECT relallvisible = relpages AS "Value" FROM pg_class WHERE oid = 'runs'::regclass
                        """).SingleAsync();
                },
                default),
            "all rows are seen by every transaction");

    /// <summary>How the server would do it.</summary>
    private static Task<string> PlanAsync(
        TestTracker tracker, string form, Func<TrackerContext, IQueryable<Run>> query) =>
        tracker.Get<TrackerDatabase>().ReadAsync(
            async db =>
            {
                var sql = query(db).Select(run => run.Id).ToQueryString();
                var explain = "EXPLAIN " + form.Replace("{0}", sql, StringComparison.Ordinal);
                var lines = await db.Database.SqlQueryRaw<string>(explain).ToListAsync();
                return string.Join('\n', lines);
            },
            default);
}
