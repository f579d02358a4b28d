using System.Net.ServerSentEvents;
using System.Text.Json;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Events;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class EventsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task FollowRun_ToItsEnd_TellsEveryViewOnceAndEndsWithTheLast()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(Slow(100));

        await using var events = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events");
        var told = await events.ToEndAsync();

        Assert.All(told, item => Assert.Equal("run", item.EventType));
        Assert.Equal(told.Count, told.Select(item => item.EventId).Distinct().Count());
        var views = told.Select(item => Read<RunView>(item)).ToArray();
        Assert.Equal(RunStatus.Completed, views[^1].Run.Status);
        Assert.DoesNotContain(views.SkipLast(1), view => view.Run.IsFinished);
        Assert.Contains(views, view => view.Steps.Any(step => step.LastAttempt?.DoneCount is > 0 and < 100));
        // Five seconds of training and at most five views a second.
        Assert.InRange(told.Count, 3, 80);
    }

    [Fact]
    public async Task FollowRun_ComingAgain_GoesOnWhereItWas()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(Slow(40));
        string? last;
        await using (var events = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events"))
            last = (await events.NextAsync())!.Value.EventId;

        await using (var again = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events", last))
            Assert.DoesNotContain(await again.ToEndAsync(), item => item.EventId == last);

        await using var late = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events");
        last = Assert.Single(await late.ToEndAsync()).EventId;
        await using var over = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events", last);
        Assert.Empty(await over.ToEndAsync());
    }

    [Fact]
    public async Task FollowRun_NothingHappens_BeatsNowAndThen()
    {
        var options = new ApiOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(100) };
        await using var host = await ApiHost.StartAsync(_store.Root, options);
        // Without an end: the runner sleeps in its first update.
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root, "milliseconds_per_update: 20000"));

        await using var events = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events");
        SseItem<string>? item;
        do
            item = await events.NextAsync();
        while (item!.Value.EventType != "heartbeat");

        Assert.Equal("", item.Value.Data);
        await host.Client.PostAsync($"api/runs/{run.Run.Id}/cancel", null);
    }

    [Fact]
    public async Task FollowRun_MoreThanAllowed_Is429UntilOneCloses()
    {
        await using var host = await ApiHost.StartAsync(_store.Root, new ApiOptions { MaxStreamsPerClient = 2 });
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root, "milliseconds_per_update: 20000"));
        var path = $"api/runs/{run.Run.Id}/events";
        await using var first = await EventReader.OpenAsync(host, path);
        await using var second = await EventReader.OpenAsync(host, "api/events");

        var refused = await EventReader.SendAsync(host, path);
        Assert.Equal("5", refused.Headers.RetryAfter?.ToString());
        await ApiHost.ProblemAsync(refused, 429);

        await first.DisposeAsync();
        await UntilAsync(() => host.Get<EventStreams>().OpenCount == 1);
        await using var third = await EventReader.OpenAsync(host, path);
        await host.Client.PostAsync($"api/runs/{run.Run.Id}/cancel", null);
    }

    [Fact]
    public async Task FollowRun_ThatIsNotThere_Is404()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/runs/nosuchrun/events"), 404);
        Assert.Equal(0, host.Get<EventStreams>().OpenCount);
    }

    [Fact]
    public async Task FollowRuns_WhileARunGoesOn_TellsItsRowWhenItChanges()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        await using var events = await EventReader.OpenAsync(host, "api/events");

        var run = await host.LaunchAsync(Slow(10));
        var rows = new List<RunRow>();
        string? last = null;
        while (!rows.Any(row => row.IsFinished))
        {
            var item = (await events.NextAsync())!.Value;
            if (item.EventType == "heartbeat")
                continue;
            last = item.EventId;
            rows.AddRange(Read<RunChanges>(item).Runs);
        }

        Assert.All(rows, row => Assert.Equal(run.Run.Id, row.Id));
        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.True(long.Parse(last!) > 0);
    }

    [Fact]
    public async Task FollowRuns_AfterAnAbsence_TellsWhatFinishedMeanwhile()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(Slow(1));
        await host.WaitForAsync(run.Run.Id, RunStatus.Completed);
        var before = run.Run.CreatedAt.ToUnixTimeMilliseconds().ToString();

        await using var events = await EventReader.OpenAsync(host, "api/events", before);
        var changes = Read<RunChanges>((await events.NextAsync())!.Value);

        Assert.Equal((run.Run.Id, true), (Assert.Single(changes.Runs).Id, changes.IsComplete));
    }

    [Fact]
    public async Task Streams_WhenTheHostStops_End()
    {
        var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root, "milliseconds_per_update: 20000"));
        await using var ofRun = await EventReader.OpenAsync(host, $"api/runs/{run.Run.Id}/events");
        await using var ofAll = await EventReader.OpenAsync(host, "api/events");

        var stop = host.DisposeAsync().AsTask();

        // One that is cut off when the host has waited for long enough ends with an error.
        Assert.NotEmpty(await ofRun.ToEndAsync());
        await ofAll.ToEndAsync();
        await stop;
    }

    public void Dispose() => _store.Dispose();

    private string Slow(int updates) =>
        ApiHost.Experiment(_store.Root, $"updates: {updates}", "milliseconds_per_update: 50");

    private static T Read<T>(SseItem<string> item) => JsonSerializer.Deserialize<T>(item.Data, ApiJson.Serializer)!;

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(20, patience.Token);
    }
}
