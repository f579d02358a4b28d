using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using WeakToStrong.Contracts;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.DeadLetters;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.DeadLetters;

/// <summary>A consumer that breaks puts messages aside; over HTTP they are seen, sent again and thrown away.</summary>
[Collection(SharedBroker.Name)]
public sealed class DeadLetterTests(TestBroker broker) : IAsyncLifetime, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string _service = $"letters{NewId.NextGuid():N}";
    private readonly HttpClient _client = new();
    private WebApplication _application = null!;

    private string Queue => $"{_service}-break_error";

    private Breaking Breaking => _application.Services.GetRequiredService<Breaking>();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Breaking>();
        builder.Services.AddDeadLetters();
        builder.Services.AddBus(broker.Address, _service, bus => bus.AddConsumer<BreakConsumer>());
        _application = builder.Build();
        _application.MapGroup("/api").MapDeadLetters();
        await _application.StartAsync();
        // What is published before the endpoint is there has nowhere to go.
        await _application.Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        _client.BaseAddress = new Uri(_application.Urls.Single());
    }

    [Fact]
    public async Task List_ABrokenConsumer_ShowsWhatAndWhy()
    {
        await SendAsync("one", "two");

        var list = await WaitAsync(messageCount: 2);

        var queue = Assert.Single(list.Queues);
        Assert.Equal((Queue, $"{_service}-break"), (queue.Name, queue.ReplaysTo));
        Assert.Equal(["one", "two"], queue.Messages.Select(letter => KeyIn(letter.Body)).Order());
        var letter = queue.Messages[0];
        Assert.Equal("System.InvalidOperationException", letter.ExceptionType);
        Assert.Equal("the consumer is broken", letter.ExceptionMessage);
        Assert.Contains(nameof(BreakConsumer), letter.Stack, StringComparison.Ordinal);
        Assert.Contains(nameof(LeaseRenewed), letter.MessageType, StringComparison.Ordinal);
        Assert.NotNull(letter.FailedAt);
        Assert.False(letter.IsBodyCut);
        // Looking takes nothing away.
        Assert.Equal(2, Assert.Single((await ListAsync()).Queues).MessageCount);
        await UntilThereAreAsync(messageCount: 2);
        Assert.Empty(Assert.Single((await ListAsync("?messages=0")).Queues).Messages);
    }

    [Fact]
    public async Task Meter_OfTheBroker_CountsWhatWaitsAndWhatWasPutAside()
    {
        await SendAsync("one", "two");
        await WaitAsync(messageCount: 2);
        var office = _application.Services.GetRequiredService<DeadLetterOffice>();
        using var meter = new BrokerMeter(
            office, TimeProvider.System, _application.Services.GetRequiredService<BrokerAddress>());

        var look = await meter.LookAsync(default);

        Assert.Null(look.Status!.Problem);
        Assert.Equal(2, look.Status.DeadLetterCount);
        Assert.Contains(new QueueDepth($"{_service}-break", 0), look.Status.Queues);
        Assert.Equal(2, Assert.Single(look.Letters!.Queues).Messages.Count);
        await UntilThereAreAsync(messageCount: 2);
        await office.DiscardAsync(Queue, null, default);
        Assert.Same(look, await meter.LookAsync(default));
        await meter.ForgetAsync();
        Assert.Equal(0, (await meter.LookAsync(default)).Status!.DeadLetterCount);
    }

    [Fact]
    public async Task Meter_TheBrokerIsSilent_SaysSo()
    {
        var silent = new BrokerAddress(new Uri("amqp://127.0.0.1:1"));
        using var meter = new BrokerMeter(
            new DeadLetterOffice(_application.Services.GetRequiredService<IBusControl>(), silent),
            TimeProvider.System, silent);

        var look = await meter.LookAsync(default);

        Assert.NotNull(look.Status!.Problem);
        Assert.Null(look.Letters);
    }

    [Fact]
    public async Task Replay_AfterTheConsumerWasMended_DeliversEachAgainWithoutItsFault()
    {
        await SendAsync("one", "two");
        await WaitAsync(messageCount: 2);

        Breaking.IsMended = true;
        Assert.Equal(2, await PostAsync($"/api/dead-letters/{Queue}/replay"));

        await EventuallyAsync(() => Task.FromResult(Breaking.Delivered.Count == 2));
        Assert.Equal(["one", "two"], Breaking.Delivered.Select(delivered => delivered.Key).Order());
        Assert.All(Breaking.Delivered, delivered => Assert.Empty(delivered.FaultHeaders));
        Assert.Empty((await ListAsync()).Queues);
    }

    [Fact]
    public async Task Replay_StillBroken_ComesBackOnceAndEnds()
    {
        await SendAsync("one");
        await WaitAsync(messageCount: 1);

        Assert.Equal(1, await PostAsync($"/api/dead-letters/{Queue}/replay"));

        await WaitAsync(messageCount: 1);
    }

    [Fact]
    public async Task ReplayAndDiscard_OneMessage_LeaveTheOthers()
    {
        await SendAsync("one", "two", "three");
        var letters = Assert.Single((await WaitAsync(messageCount: 3)).Queues).Messages;
        var (first, last) = (letters[0], letters[2]);

        Breaking.IsMended = true;
        Assert.Equal(1, await PostAsync($"/api/dead-letters/{Queue}/replay?messageId={last.MessageId}"));
        await EventuallyAsync(() => Task.FromResult(Breaking.Delivered.Count == 1));
        Assert.Equal(KeyIn(last.Body), Breaking.Delivered.Single().Key);
        await UntilThereAreAsync(messageCount: 2);

        Assert.Equal(1, await DeleteAsync($"/api/dead-letters/{Queue}?messageId={first.MessageId}"));
        var left = Assert.Single(Assert.Single((await WaitAsync(messageCount: 1)).Queues).Messages);
        Assert.Equal(letters[1].MessageId, left.MessageId);
        Assert.Equal(1, await DeleteAsync($"/api/dead-letters/{Queue}"));
        Assert.Empty((await ListAsync()).Queues);
    }

    [Fact]
    public async Task Discard_WhileOthersLook_FindsAll()
    {
        const int count = 8;
        await SendAsync([.. Enumerable.Range(0, count).Select(index => $"key {index}")]);
        await UntilThereAreAsync(count);

        foreach (var _ in Enumerable.Range(0, 10))
            Assert.All(
                await Task.WhenAll(ListAsync(), ListAsync(), ListAsync()),
                list => Assert.Equal(count, Assert.Single(list.Queues).Messages.Count));
        var look = ListAsync();
        Assert.Equal(count, await DeleteAsync($"/api/dead-letters/{Queue}"));

        await look;
        Assert.Empty((await ListAsync()).Queues);
    }

    [Fact]
    public async Task List_LongAndUnreadableMessages_AreBounded()
    {
        await using (var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true)))
        {
            var body = Encoding.UTF8.GetBytes(new string('x', 9000));
            await channel.BasicPublishAsync("", $"{_service}-break", mandatory: true, body);
        }

        var letter = Assert.Single(Assert.Single((await WaitAsync(messageCount: 1)).Queues).Messages);

        Assert.Equal(4096, letter.Body.Length);
        Assert.True(letter.IsBodyCut);
        Assert.Null(letter.MessageId);
    }

    [Theory]
    [InlineData("tracker-note-worker-ready_error")]
    [InlineData("amq.rabbitmq.trace")]
    public async Task ReplayAndDiscard_NotAQueueOfOurs_AreRefused(string queue)
    {
        Assert.Equal(
            HttpStatusCode.NotFound, (await _client.PostAsync($"/api/dead-letters/{queue}/replay", null)).StatusCode);
        var refused = await _client.DeleteAsync($"/api/dead-letters/{queue}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task List_BusInMemory_SaysThatThereAreNone()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDeadLetters();
        services.AddBus(_ => { });
        await using var provider = services.BuildServiceProvider();

        var list = await provider.GetRequiredService<DeadLetterOffice>().ListAsync(shown: 10, default);

        Assert.Equal("messages stay in this process, none is put aside", list.Note);
        Assert.Empty(list.Queues);
    }

    public async Task DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(params string[] keys)
    {
        foreach (var key in keys)
            await _application.Services.GetRequiredService<IBus>().Publish(
                new LeaseRenewed { AttemptId = NewId.NextGuid(), AttemptNumber = 1, StepKey = key });
    }

    private async Task<DeadLetterList> WaitAsync(int messageCount)
    {
        await UntilThereAreAsync(messageCount);
        var list = await ListAsync();
        await UntilThereAreAsync(messageCount);
        return list;
    }

    // What a look takes out is back in its queue some time after the look; one that shows nothing takes nothing out.
    private Task UntilThereAreAsync(int messageCount) => EventuallyAsync(
        async () => (await ListAsync("?messages=0")).Queues.Sum(queue => queue.MessageCount) == messageCount);

    private async Task<DeadLetterList> ListAsync(string query = "") =>
        (await _client.GetFromJsonAsync<DeadLetterList>($"/api/dead-letters{query}", Json))!;

    private async Task<int> PostAsync(string path) => await CountAsync(await _client.PostAsync(path, null));

    private async Task<int> DeleteAsync(string path) => await CountAsync(await _client.DeleteAsync(path));

    private static async Task<int> CountAsync(HttpResponseMessage response) =>
        (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<DeadLetterCount>(Json))!.MessageCount;

    private static string KeyIn(string body)
    {
        using var envelope = JsonDocument.Parse(body);
        return envelope.RootElement.GetProperty("message").GetProperty("stepKey").GetString()!;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
            await Task.Delay(50, patience.Token);
    }
}
