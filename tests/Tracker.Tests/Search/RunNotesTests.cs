using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Search;

[Collection(SharedServers.Name)]
public sealed class RunNotesTests(TestServers servers)
{
    [Theory, Engines]
    public async Task TryReplace_TheNoteThatWasEdited_OrNone(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        plan.Prepare();
        var runId = await tracker.LaunchAsync(plan.Request());
        var notes = tracker.Get<RunNotes>();

        Assert.True(await ReplaceAsync("", ""));
        Assert.True(await ReplaceAsync("", "one"));
        Assert.False(await ReplaceAsync("", "two"));
        Assert.False(await ReplaceAsync("", ""));
        Assert.False(await ReplaceAsync("another", "two"));
        Assert.Equal("one", await notes.OfAsync(runId, default));
        Assert.True(await ReplaceAsync("one", "two"));
        Assert.False(await ReplaceAsync("one", ""));
        Assert.True(await ReplaceAsync("two", ""));
        Assert.Equal("", await notes.OfAsync(runId, default));

        Task<bool> ReplaceAsync(string edited, string text) => notes.TryReplaceAsync(runId, edited, text, default);
    }
}
