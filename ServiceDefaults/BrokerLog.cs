using MassTransit;
using Microsoft.Extensions.Logging;

namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// Says in one line that the broker cannot be reached, now and then while that lasts, and that it is there again. Every
/// endpoint of the bus tries by itself and would say it each time.
/// </summary>
internal sealed class BrokerLog(BrokerAddress broker, TimeProvider time, ILogger<BrokerLog> log) : IReceiveEndpointObserver
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private DateTimeOffset? _saidAt;
    private bool _isConnected;

    public Task Ready(ReceiveEndpointReady ready)
    {
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
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _isConnected = false;
            if (now < _saidAt + BetweenLines)
                return Task.CompletedTask;
            _saidAt = now;
        }
        log.LogWarning(
            "The broker at {Broker} cannot be reached ({Reason}); it is tried again", broker, ReasonOf(faulted.Exception));
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    private static string ReasonOf(Exception? exception) =>
        exception?.GetBaseException().Message.ReplaceLineEndings(" ") ?? "no reason given";
}
