using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

[Collection(SharedServers.Name)]
public sealed class RunListTests(TestServers servers)
{
    private static readonly DateTimeOffset Start = new TestClock().GetUtcNow();

    private static readonly (RunFilter Filter, string[] Names)[] Filters =
    [
        (new RunFilter(), ["quick_start", "quickstart-2", "hh-harmless", "Quickstart"]),
        (new RunFilter { Name = "Quickstart" }, ["Quickstart"]),
        (new RunFilter { Name = "quick*" }, ["quick_start", "quickstart-2", "Quickstart"]),
        (new RunFilter { Name = "*start*" }, ["quick_start", "quickstart-2", "Quickstart"]),
        (new RunFilter { Name = "*less" }, ["hh-harmless"]),
        (new RunFilter { Name = "quick_*" }, ["quick_start"]),
        (new RunFilter { Name = "quick%*" }, []),
        (new RunFilter { Name = @"quick\*" }, []),
        (new RunFilter { Search = "START" }, ["quick_start", "quickstart-2", "Quickstart"]),
        (new RunFilter { Search = "%" }, []),
        (new RunFilter { Statuses = [ShownStatus.Cancelled] }, ["hh-harmless"]),
        (
            new RunFilter { Statuses = [ShownStatus.Queued, ShownStatus.Cancelled], Name = "*-*" },
            ["quickstart-2", "hh-harmless"]),
        (new RunFilter { CreatedAfter = Start.AddSeconds(1) }, ["quick_start", "quickstart-2"]),
        (new RunFilter { CreatedBefore = Start.AddSeconds(2) }, ["hh-harmless", "Quickstart"]),
    ];

    [Theory]
    [Engines]
    public async Task List_WithAFilter_HasTheRunsThatFit(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        await LaunchAsync(tracker, store, "Quickstart", "hh-harmless", "quickstart-2", "quick_start");
        await tracker.Get<RunCommands>().CancelAsync(
            await tracker.Queries.FindAsync("hh-harmless", default), default);

        foreach (var (filter, names) in Filters)
        {
            var page = await tracker.Queries.ListAsync(filter, 10, null, default);

            Assert.Equal(names, page.Runs.Select(run => run.Name));
            Assert.Equal(names.Length, page.TotalCount);
        }
    }

    [Theory]
    [Engines]
    public async Task List_SearchForTheBeginningOfAnId_FindsTheRun(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        await LaunchAsync(tracker, store, "one", "two");
        var id = await tracker.Queries.FindAsync("one", default);

        var filter = new RunFilter { Search = id.ToString("D").ToUpperInvariant()[..12] };
        var page = await tracker.Queries.ListAsync(filter, 10, null, default);

        Assert.Equal(id, Assert.Single(page.Runs).Id);
    }

    [Theory]
    [Engines]
    public async Task List_RunsOfOneMoment_GoesOnAfterThePage(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        for (var run = 0; run < 7; run++)
            await LaunchOneAsync(tracker, store, $"run-{run}");

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await tracker.Queries.ListAsync(new RunFilter(), 2, cursor, default);
            seen.AddRange(page.Runs.Select(run => run.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal((7, 7), (seen.Count, seen.Distinct().Count()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("MTIz")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5LzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw")]
    public void Decode_AWordOfSomebodyElse_IsNoCursor(string word) => Assert.Null(RunCursor.Decode(word));

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
    {
        var cursor = new RunCursor(Start, Guid.Parse("0123456789abcdef0123456789abcdef"));

        Assert.Equal(cursor, RunCursor.Decode(cursor.Encode()));
    }

    private static async Task LaunchAsync(TestTracker tracker, TestStore store, params string[] names)
    {
        foreach (var name in names)
        {
            await LaunchOneAsync(tracker, store, name);
            tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static Task<Guid> LaunchOneAsync(TestTracker tracker, TestStore store, string name)
    {
        var plan = store.Plan();
        plan.Prepare();
        return tracker.LaunchAsync(plan.Request(name));
    }
}
