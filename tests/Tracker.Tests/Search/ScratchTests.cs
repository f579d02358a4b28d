using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Search;

[Collection(SharedServers.Name)]
public sealed class ScratchTests(TestServers servers)
{
    [Theory, Engines]
    public async Task Print(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        string[] texts =
        [
            "method = dpo and beta >= 0.1", "pgr.mean > 0.3", "method = dpo and beta >= 0.1 or pgr.mean > 0.3",
            "loss.last < 0.5", "method = dpo and loss.last < 0.5", "labeling.temperature = 0.3 and seed = 2",
            "quick and status = running", "duration > 5m", "created > now - 7d and not method = ppo",
            "beta > 0.1 and (status = completed or pgr.mean > 0.3)", "tag = paper", "\"3f\"", "sft.pgr.mean > 0.3",
            "methods.dpo.beta = 0.1 and note ~ pha",
        ];
        var lines = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => Task.FromResult(texts.Select(text => $"-- {text}\n" + db.Runs
                .Matching(db, RunSearch.Parse(text.Replace("ppo", "sft"), RandomSearches.Vocabulary), tracker.Clock.GetUtcNow())
                .OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id).Select(run => run.Id).Take(51)
                .ToQueryString()).ToList()), default);
        File.WriteAllLines($"/tmp/queries-{engine}.sql", lines);
    }
}
