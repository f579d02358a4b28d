using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Bus;

/// <summary>What becomes of a message whose consumer fails.</summary>
[Collection(SharedBroker.Name)]
public sealed class BusRetryTests(TestBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _service = $"retry{NewId.NextGuid():N}";

    [Fact]
    public async Task Consume_TheDatabaseIsAway_IsTriedUntilItIsThere()
    {
        // More often than a bug would be, which is four times.
        var failures = new Failures(6, () => new NpgsqlException("away", new IOException()));
        using var host = await StartAsync(failures);

        await host.Services.GetRequiredService<IBus>().Publish(new Tried { Number = 1 });
        await failures.WaitAsync(7);

        Assert.Null(await CountAsync($"{_service}-fail_error"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Consume_ABug_IsADeadLetterAfterAFewTries()
    {
        var failures = new Failures(int.MaxValue, () => new InvalidOperationException("the consumer is broken"));
        using var host = await StartAsync(failures);

        await host.Services.GetRequiredService<IBus>().Publish(new Tried { Number = 1 });
        await EventuallyAsync(async () => await CountAsync($"{_service}-fail_error") == 1);

        Assert.Equal(4, failures.Tries);
        await host.StopAsync();
    }

    [Fact]
    public async Task Stop_WhileTheDatabaseIsAway_LeavesTheMessageForTheNextHost()
    {
        var away = new Failures(int.MaxValue, () => new TimeoutException());
        // Disposed after the next one: what a process's first bus logs to, its later ones log to as well.
        using var host = await StartAsync(away);
        await host.Services.GetRequiredService<IBus>().Publish(new Tried { Number = 1 });
        await away.WaitAsync(3);
        await host.StopAsync();
        Assert.Null(await CountAsync($"{_service}-fail_error"));

        var there = new Failures(0, () => new TimeoutException());
        using var next = await StartAsync(there);
        await there.WaitAsync(1);
        await next.StopAsync();
    }

    [Fact]
    public async Task Stop_WhileATryIsUnderWay_LeavesTheMessageForTheNextHost()
    {
        IHost? host = null;
        Task? stopped = null;
        // The second try ends after the bus has called off what is tried again, and then it is not tried again.
        var away = new Failures(int.MaxValue, tries =>
        {
            if (tries == 2)
            {
                stopped = Task.Run(() => host!.StopAsync());
                Thread.Sleep(500);
            }
            return new TimeoutException();
        });
        using (host = await StartAsync(away))
        {
            await host.Services.GetRequiredService<IBus>().Publish(new Tried { Number = 1 });
            await away.WaitAsync(2);
            await EventuallyAsync(() => Task.FromResult(stopped is { IsCompleted: true }));

            var there = new Failures(0, () => new TimeoutException());
            using var next = await StartAsync(there);
            await there.WaitAsync(1);
            Assert.Null(await CountAsync($"{_service}-fail_skipped"));
            await next.StopAsync();
        }
    }

    [Fact]
    public async Task Endpoints_OfAService_AreDurableQuorumQueues()
    {
        using var host = await StartAsync(new Failures(0, () => new TimeoutException()));
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // Declaring again what is there fails unless it is exactly that.
        await channel.QueueDeclareAsync(
            $"{_service}-fail", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum", ["x-max-length"] = 1_000_000, ["x-delivery-limit"] = 1_000_000,
            });
        await host.StopAsync();
    }

    private async Task<IHost> StartAsync(Failures failures)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(failures);
        builder.Services.AddBus(broker.Address, _service, bus => bus.AddConsumer<FailConsumer>());
        var host = builder.Build();
        await host.StartAsync();
        // What is published before the endpoint is there has nowhere to go.
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Patience);
        return host;
    }

    private async Task<uint?> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return null;
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(50, patience.Token);
    }

    public sealed record Tried
    {
        public required int Number { get; init; }
    }

    public sealed class Failures(int count, Func<int, Exception> make)
    {
        private int _tries;

        public Failures(int count, Func<Exception> make)
            : this(count, _ => make())
        {
        }

        public int Tries => Volatile.Read(ref _tries);

        public void Try()
        {
            var tries = Interlocked.Increment(ref _tries);
            if (tries <= count)
                throw make(tries);
        }

        public Task WaitAsync(int tries) => EventuallyAsync(() => Task.FromResult(Tries >= tries));
    }

    public sealed class FailConsumer(Failures failures) : IConsumer<Tried>
    {
        public Task Consume(ConsumeContext<Tried> context)
        {
            failures.Try();
            return Task.CompletedTask;
        }
    }
}
