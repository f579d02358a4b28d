using System.Collections.Concurrent;
using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// Says in one line that the broker cannot be reached, now and then while that lasts, and brings the endpoints back as
/// soon as it can be: by itself each endpoint would say it every time, and try again after ever longer pauses. A broker
/// that refuses us from the start ends the service, as no try of ours changes that.
/// </summary>
internal sealed class BrokerWatch(BrokerAddress broker, TimeProvider time, ILogger<BrokerWatch> log)
    : BackgroundService, IReceiveEndpointObserver, IBusObserver
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // An endpoint that was brought back gets this long before it is tried again.
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Uri, IReceiveEndpoint> _lost = new();
    private readonly TaskCompletionSource<Exception> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private DateTimeOffset? _saidAt;
    private bool _isConnected;

    public Task Ready(ReceiveEndpointReady ready)
    {
        _lost.TryRemove(ready.InputAddress, out _);
        lock (_gate)
        {
            if (_isConnected)
                return Task.CompletedTask;
            (_isConnected, _saidAt) = (true, null);
        }
        log.LogInformation("Connected to the broker at {Broker}", broker);
        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        _lost[faulted.InputAddress] = faulted.ReceiveEndpoint;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _isConnected = false;
            if (now < _saidAt + BetweenLines)
                return Task.CompletedTask;
            _saidAt = now;
        }
        log.LogWarning(
            "The broker at {Broker} cannot be reached ({Reason}); it is tried again",
            broker, ReasonOf(faulted.Exception));
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _lost.TryRemove(stopping.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception)
    {
        _refused.TrySetResult(exception);
        return Task.CompletedTask;
    }

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    public Task PreStop(IBus bus) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!_refused.Task.IsCompleted)
            {
                await Task.WhenAny(_refused.Task, Task.Delay(BetweenLooks, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
                if (!_lost.IsEmpty && await AnswersAsync(stoppingToken))
                    await StartLostAsync(stoppingToken);
            }
            throw new BrokerRefusedException(
                $"the broker at {broker} refuses this service ({ReasonOf(await _refused.Task)}); "
                + "check ConnectionStrings__rabbitmq");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task StartLostAsync(CancellationToken stop)
    {
        await Task.WhenAll(_lost.Values.Select(endpoint => StartAgainAsync(endpoint, stop)));
        await Task.WhenAny(_refused.Task, Task.Delay(BetweenStarts, time, stop));
    }

    // RabbitMQ listens when it has started, not before.
    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(broker.Host, broker.Port, limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task StartAgainAsync(IReceiveEndpoint endpoint, CancellationToken stop)
    {
        try
        {
            await endpoint.Stop(stop).WaitAsync(Patience, time, stop);
            endpoint.Start(CancellationToken.None);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            _lost[endpoint.InputAddress] = endpoint;
            log.LogWarning("{Endpoint} could not be started again: {Reason}", endpoint.InputAddress, exception.Message);
        }
    }

    private static string ReasonOf(Exception? exception) =>
        exception?.GetBaseException().Message.ReplaceLineEndings(" ") ?? "no reason given";
}

/// <summary>The broker is there and does not let this service in.</summary>
public sealed class BrokerRefusedException(string message) : Exception(message);
