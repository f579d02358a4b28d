using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Search;

[Collection(SharedServers.Name)]
public sealed class SearchTranslatorTests(TestServers servers)
{
    private const int Steps = 12;

    /// <summary>The databases find what the matcher in memory finds: one meaning, however it is evaluated.</summary>
    [Theory, Engines]
    public async Task Matching_RandomSearchesOverRandomRuns_FindsWhatTheMatcherFinds(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var random = new SplitMix64(41);
        var now = tracker.Clock.GetUtcNow();
        var facts = await WriteAsync(tracker, new RandomRuns(random, now), count: 70);
        var searches = new RandomSearches(random);
        var found = 0;

        for (var i = 0; i < 300; i++)
        {
            var search = searches.Next();
            var expected = facts.Where(run => search.Matches(run, now)).Select(run => run.Id).Order().ToArray();
            var actual = await FindAsync(tracker, search, now);
            Assert.True(expected.SequenceEqual(actual), $"{search}\nexpected {expected.Length}, found {actual.Length}");
            found += expected.Length is > 0 and < 70 ? 1 : 0;
        }

        // Searches that find all or nothing would show little.
        Assert.InRange(found, 150, 300);
    }

    [Theory, Engines]
    public async Task Matching_Values_AreParametersNotText(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        const string name = "\"x'; drop table runs; --\"";
        var search = RunSearch.Parse(
            $"name = {name} and (beta = 12345.5 or note ~ needle or tag = needle)", RandomSearches.Vocabulary);

        var command = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => Task.FromResult(Commands(db, search)), default);

        Assert.DoesNotContain("drop table", command, StringComparison.Ordinal);
        Assert.DoesNotContain("needle", command, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", command, StringComparison.Ordinal);
        Assert.Empty(await FindAsync(tracker, search, tracker.Clock.GetUtcNow()));
    }

    [Theory, Engines]
    public async Task Matching_LargestSearch_IsUnderstood(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var terms = Enumerable.Range(0, SearchLimits.MaxTerms)
            .Select(i => i % 3 == 0 ? $"beta > {i}" : i % 3 == 1 ? "pgr.mean > 1" : "seed = 9");
        var nested = terms.Reverse().Aggregate((inner, term) =>
            inner.Count(sign => sign == '(') < SearchLimits.MaxDepth
                ? $"{term} {(term[0] == 'b' ? "and" : "or")} ({inner})"
                : $"{term} or {inner}");

        Assert.Empty(await FindAsync(
            tracker, RunSearch.Parse(nested, RandomSearches.Vocabulary), tracker.Clock.GetUtcNow()));
    }

    private static async Task<IReadOnlyList<RunFacts>> WriteAsync(TestTracker tracker, RandomRuns source, int count)
    {
        var series = source.Series(Steps);
        var runs = Enumerable.Range(0, count).Select(_ => source.Next(Steps)).ToArray();
        await tracker.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                db.Steps.AddRange(Enumerable.Range(0, Steps).Select(step => StepOf(RandomRuns.StepKey(step))));
                db.StepSeries.AddRange(series);
                await db.SaveChangesAsync();
                foreach (var run in runs)
                    await run.WriteAsync(db);
                return count;
            },
            default);
        var byStep = series.ToLookup(each => each.StepKey);
        return [.. runs.Select(run => run.Facts(byStep))];
    }

    private static async Task<Guid[]> FindAsync(TestTracker tracker, RunSearch search, DateTimeOffset now)
    {
        var ids = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.Runs.Matching(db, search, now).Select(run => run.Id).ToListAsync(), default);
        return [.. ids.Order()];
    }

    /// <summary>What would be executed, without the comments that show parameters.</summary>
    private static string Commands(TrackerContext db, RunSearch search)
    {
        var text = db.Runs.Matching(db, search, DateTimeOffset.UnixEpoch).ToQueryString();
        return text[text.IndexOf("SELECT", StringComparison.Ordinal)..];
    }

    private static Step StepOf(string key) => new()
    {
        Key = key,
        Kind = "train",
        Host = StepHost.Trainer,
        SpecJson = "{}",
        CostSeconds = 1,
        PathSeconds = 1,
        Status = StepStatus.Completed,
        AttemptCount = 0,
        LostCount = 0,
    };
}
