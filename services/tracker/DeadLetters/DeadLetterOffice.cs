using System.Diagnostics;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Tracker.DeadLetters;

/// <summary>
/// The queues in which the bus puts aside what this service's consumers could not take: shows, replays and discards it.
/// It speaks to the broker itself: the bus only ever adds to these queues. What is looked at is out of its queue
/// meanwhile, so one thing is done after the other.
/// </summary>
public sealed class DeadLetterOffice(IBusControl bus, BrokerAddress? broker = null) : IDisposable
{
    public const int MaxShown = 100;

    // A single message is looked for among the first of a queue only: each one looked at is taken out meanwhile.
    private const int SearchLimit = 10_000;

    private static readonly string[] Suffixes = ["_error", "_skipped"];
    private static readonly CreateChannelOptions Confirming = new(true, true);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReturnPause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>All queues that have messages, each with its first <paramref name="shown"/>.</summary>
    /// <exception cref="BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<DeadLetterList> ListAsync(int shown, CancellationToken cancellationToken)
    {
        if (broker is null)
            return new DeadLetterList { Note = "messages stay in this process, none is put aside", Queues = [] };
        var queues = await InTurnAsync(
            broker, connection => LookAsync(connection, Math.Clamp(shown, 0, MaxShown), cancellationToken),
            cancellationToken);
        return new DeadLetterList { Note = null, Queues = queues };
    }

    /// <summary>How many messages wait in each queue of this service; none where the bus is in this process.</summary>
    /// <exception cref="BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<IReadOnlyList<QueueDepth>> DepthsAsync(CancellationToken cancellationToken)
    {
        if (broker is null)
            return [];
        await using var connection = await ConnectAsync(broker, cancellationToken);
        var depths = new List<QueueDepth>();
        foreach (var name in EndpointNames())
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            if (await CountAsync(channel, name, cancellationToken) is { } count)
                depths.Add(new QueueDepth(name, count));
        }
        return depths;
    }

    /// <summary>
    /// Sends messages to where they were meant for, all that are there now, or the one that is named; returns how many.
    /// Each is acknowledged after the broker has taken it again: a crash in between leaves it in both queues, which
    /// every consumer here bears.
    /// </summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task<int> ReplayAsync(string queue, string? messageId, CancellationToken cancellationToken) =>
        FindAsync(
            queue, messageId,
            async (channel, message) => await channel.BasicPublishAsync(
                exchange: "", TargetOf(queue), mandatory: true, DeadLetterReader.WithoutFault(message.BasicProperties),
                message.Body, cancellationToken),
            cancellationToken);

    /// <summary>Removes messages, all that are there now, or the one that is named; returns how many.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task<int> DiscardAsync(string queue, string? messageId, CancellationToken cancellationToken) =>
        FindAsync(queue, messageId, (_, _) => Task.CompletedTask, cancellationToken);

    public void Dispose() => _turn.Dispose();

    /// <summary>Takes messages out of a queue, each after something was done with it.</summary>
    /// <exception cref="NoSuchDeadLetterException">There is no such queue, or no such message in it.</exception>
    /// <exception cref="BrokerUnreachableException">The broker does not answer.</exception>
    private async Task<int> FindAsync(
        string queue, string? messageId, Func<IChannel, BasicGetResult, Task> handle, CancellationToken stop)
    {
        if (broker is null || !Names().Contains(queue))
            throw new NoSuchDeadLetterException($"there is no queue of dead letters named {queue}");
        var handled = await InTurnAsync(
            broker, connection => TakeAsync(connection, queue, messageId, handle, stop), stop);
        return handled > 0 || messageId is null
            ? handled
            : throw new NoSuchDeadLetterException($"there is no message {messageId} in {queue}");
    }

    private static async Task<int> TakeAsync(
        IConnection connection, string queue, string? messageId, Func<IChannel, BasicGetResult, Task> handle,
        CancellationToken stop)
    {
        await using var channel = await connection.CreateChannelAsync(Confirming, stop);
        // Those that come while this goes on are not touched, so a message that fails again ends it too.
        if (await CountAsync(channel, queue, stop) is not (> 0 and var count))
            return 0;
        var remaining = messageId is null ? count : Math.Min(count, SearchLimit);
        var handled = 0;
        while (remaining-- > 0 && await channel.BasicGetAsync(queue, autoAck: false, stop) is { } message)
        {
            if (messageId is not null && message.BasicProperties.MessageId != messageId)
                continue;
            await handle(channel, message);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, stop);
            handled++;
            if (messageId is not null)
                break;
        }
        await GiveBackAsync(connection, channel, queue, count - handled, stop);
        return handled;
    }

    private async Task<IReadOnlyList<DeadLetterBox>> LookAsync(
        IConnection connection, int shown, CancellationToken cancellationToken)
    {
        var queues = new List<DeadLetterBox>();
        foreach (var name in Names())
            if (await LookAsync(connection, name, shown, cancellationToken) is { } queue)
                queues.Add(queue);
        return queues;
    }

    private static async Task<DeadLetterBox?> LookAsync(
        IConnection connection, string name, int shown, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        if (await CountAsync(channel, name, cancellationToken) is not (> 0 and var count))
            return null;
        var messages = new List<DeadLetter>();
        while (messages.Count < shown
            && await channel.BasicGetAsync(name, autoAck: false, cancellationToken) is { } message)
            messages.Add(DeadLetterReader.Read(message));
        await GiveBackAsync(connection, channel, name, count, cancellationToken);
        return new DeadLetterBox
        {
            Name = name, ReplaysTo = TargetOf(name), MessageCount = count, Messages = messages,
        };
    }

    // What was only looked at goes back when its channel closes; into a quorum queue, some time after.
    private static async Task GiveBackAsync(
        IConnection connection, IChannel channel, string queue, long count, CancellationToken stop)
    {
        await channel.CloseAsync(stop);
        await using var counting = await connection.CreateChannelAsync(cancellationToken: stop);
        var start = Stopwatch.GetTimestamp();
        while (await CountAsync(counting, queue, stop) < count && Stopwatch.GetElapsedTime(start) < Patience)
            await Task.Delay(ReturnPause, stop);
    }

    // A queue is made when its first message is put aside; asking for one that is not there closes the channel.
    private static async Task<long?> CountAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }

    private IEnumerable<string> Names() =>
        from name in EndpointNames()
        from suffix in Suffixes
        select name + suffix;

    // The bus's own endpoint and those of workers come and go, and keep nothing.
    private IEnumerable<string> EndpointNames() =>
        bus.CheckHealth().Endpoints.Values.Select(endpoint => endpoint.InputAddress)
            .Where(address => !address.Query.Contains("temporary=true", StringComparison.Ordinal))
            .Select(address => address.Segments[^1])
            .Order(StringComparer.Ordinal);

    private static string TargetOf(string queue) =>
        queue[..^Suffixes.First(suffix => queue.EndsWith(suffix, StringComparison.Ordinal)).Length];

    private async Task<T> InTurnAsync<T>(BrokerAddress broker, Func<IConnection, Task<T>> act, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await using var connection = await ConnectAsync(broker, stop);
            return await act(connection);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Task<IConnection> ConnectAsync(BrokerAddress broker, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker.Uri,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
        };
        return factory.CreateConnectionAsync("dead letters", cancellationToken);
    }
}

/// <summary>A queue of the broker and the messages that wait in it.</summary>
public sealed record QueueDepth(string Name, long MessageCount);

/// <summary>What was asked for is not among the dead letters.</summary>
public sealed class NoSuchDeadLetterException(string message) : Exception(message);
