using System.Threading.Channels;

namespace WeakToStrong.Hosting.Display;

/// <summary>
/// What happens in the host, in one line for the one display. Whoever reads processes' output waits when the display
/// is slow; nobody else does, and nothing grows.
/// </summary>
internal sealed class HostEvents
{
    public const string Host = "host";

    private const int Capacity = 1024;

    private readonly Channel<HostEvent> _channel = Channel.CreateBounded<HostEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ChannelReader<HostEvent> Reader => _channel.Reader;

    public ValueTask WriteAsync(HostEvent happened, CancellationToken cancellationToken) =>
        _channel.Writer.WriteAsync(happened, cancellationToken);

    /// <summary>Lines of the host itself; lost when the display is a thousand lines behind.</summary>
    public void Say(string text) => _channel.Writer.TryWrite(new HostEvent.Said(Host, text));

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
