using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunListTests : IDisposable
{
    private readonly TestStore _store = new();

    public static TheoryData<RunFilter, string[]> Filters => new()
    {
        { new RunFilter(), ["quick_start", "quickstart-2", "hh-harmless", "Quickstart"] },
        { new RunFilter { Name = "Quickstart" }, ["Quickstart"] },
        { new RunFilter { Name = "quick*" }, ["quick_start", "quickstart-2", "Quickstart"] },
        { new RunFilter { Name = "*start*" }, ["quick_start", "quickstart-2", "Quickstart"] },
        { new RunFilter { Name = "*less" }, ["hh-harmless"] },
        { new RunFilter { Name = "quick_*" }, ["quick_start"] },
        { new RunFilter { Name = "quick%*" }, [] },
        { new RunFilter { Search = "START" }, ["quick_start", "quickstart-2", "Quickstart"] },
        { new RunFilter { Statuses = [RunStatus.Cancelled] }, ["hh-harmless"] },
        {
            new RunFilter { Statuses = [RunStatus.Queued, RunStatus.Cancelled], Name = "*-*" },
            ["quickstart-2", "hh-harmless"]
        },
        { new RunFilter { CreatedAfter = Start.AddSeconds(1) }, ["quick_start", "quickstart-2"] },
        { new RunFilter { CreatedBefore = Start.AddSeconds(2) }, ["hh-harmless", "Quickstart"] },
    };

    private static DateTimeOffset Start { get; } = new TestClock().GetUtcNow();

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task List_WithAFilter_HasTheRunsThatFit(RunFilter filter, string[] names)
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await LaunchAsync(tracker, "Quickstart", "hh-harmless", "quickstart-2", "quick_start");
        await tracker.Get<RunCommands>().CancelAsync(
            await tracker.Queries.FindAsync("hh-harmless", default), default);

        var page = await tracker.Queries.ListAsync(filter, 10, null, default);

        Assert.Equal(names, page.Runs.Select(run => run.Name));
        Assert.Equal(names.Length, page.TotalCount);
    }

    [Fact]
    public async Task List_SearchForTheBeginningOfAnId_FindsTheRun()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await LaunchAsync(tracker, "one", "two");
        var id = await tracker.Queries.FindAsync("one", default);

        var filter = new RunFilter { Search = id.ToString("D").ToUpperInvariant()[..12] };
        var page = await tracker.Queries.ListAsync(filter, 10, null, default);

        Assert.Equal(id, Assert.Single(page.Runs).Id);
    }

    [Fact]
    public async Task List_RunsOfOneMoment_GoesOnAfterThePage()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        for (var run = 0; run < 7; run++)
            await LaunchOneAsync(tracker, $"run-{run}");

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

    public void Dispose() => _store.Dispose();

    private async Task LaunchAsync(TestTracker tracker, params string[] names)
    {
        foreach (var name in names)
        {
            await LaunchOneAsync(tracker, name);
            tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private Task<Guid> LaunchOneAsync(TestTracker tracker, string name)
    {
        var plan = _store.Plan();
        plan.Prepare();
        return tracker.LaunchAsync(plan.Request(name));
    }
}
