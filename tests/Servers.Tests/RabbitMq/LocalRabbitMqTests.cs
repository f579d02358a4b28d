using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WeakToStrong.Servers.RabbitMq;
using WeakToStrong.Servers.Tests.Support;

namespace WeakToStrong.Servers.Tests.RabbitMq;

[Collection(ServerTests.Name)]
public sealed class LocalRabbitMqTests : IDisposable
{
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The password may be lost and the store moved; the data are found anyway.</summary>
    [Fact]
    public async Task StartAsync_AgainWithAnotherPassword_FindsTheData()
    {
        string first;
        await using (var rabbit = await LocalRabbitMq.StartAsync(_folder.Server, "first"))
        {
            first = rabbit.ConnectionString;
            await SendAsync(rabbit.ConnectionString, "kept");
        }
        await Processes.AssertNoneAsync(_folder.Path);

        await using var again = await LocalRabbitMq.StartAsync(_folder.Server, "second");

        Assert.Equal("kept", await ReceiveAsync(again.ConnectionString));
        var old = new UriBuilder(again.ConnectionString) { Password = new Uri(first).UserInfo.Split(':')[1] };
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => RabbitMqServer.CheckAsync(old.ToString()));
    }

    [Fact]
    public async Task StartAgainAsync_AfterAKill_HasWhatWasConfirmed()
    {
        await using var rabbit = await LocalRabbitMq.StartAsync(_folder.Server);
        await SendAsync(rabbit.ConnectionString, "first");
        await rabbit.StartAgainAsync();
        await SendAsync(rabbit.ConnectionString, "second");

        rabbit.Kill();
        await rabbit.StartAgainAsync();

        Assert.Equal("first", await ReceiveAsync(rabbit.ConnectionString));
        Assert.Equal("second", await ReceiveAsync(rabbit.ConnectionString));
    }

    /// <summary>RabbitMQ loses what such a queue holds, but must not leave it without a leader.</summary>
    [Fact]
    public async Task StartAgainAsync_AfterAKillRightAfterAQueueWasDeclared_HasAQueueThatWorks()
    {
        await using var rabbit = await LocalRabbitMq.StartAsync(_folder.Server);
        await SendAsync(rabbit.ConnectionString, "lost");

        rabbit.Kill();
        await rabbit.StartAgainAsync();

        await SendAsync(rabbit.ConnectionString, "kept");
        string? received;
        do
            received = await ReceiveAsync(rabbit.ConnectionString);
        while (received == "lost");
        Assert.Equal("kept", received);
    }

    [Fact]
    public async Task StartAsync_OfTwo_DoNotKnowEachOther()
    {
        await using var one = await LocalRabbitMq.StartAsync(Path.Combine(_folder.Path, "one"));
        await using (var two = await LocalRabbitMq.StartAsync(Path.Combine(_folder.Path, "two")))
        {
            await SendAsync(one.ConnectionString, "of one");
            await SendAsync(two.ConnectionString, "of two");
        }

        Assert.Equal("of one", await ReceiveAsync(one.ConnectionString));
    }

    private static async Task SendAsync(string connectionString, string text)
    {
        await using var connection = await ConnectAsync(connectionString);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync("queue", durable: true, exclusive: false, autoDelete: false, Quorum);
        await channel.BasicPublishAsync(
            "", "queue", mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string?> ReceiveAsync(string connectionString)
    {
        await using var connection = await ConnectAsync(connectionString);
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync("queue", autoAck: true);
        return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
    }

    private static Task<IConnection> ConnectAsync(string connectionString) =>
        new ConnectionFactory { Uri = new Uri(connectionString) }.CreateConnectionAsync();
}
