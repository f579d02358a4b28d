using System.Threading.Channels;

namespace WeakToStrong.Hosting.Display;

/// <summary>Shows what happens until nothing more comes.</summary>
internal interface IHostDisplay
{
    Task ShowAsync(ChannelReader<HostEvent> events);
}
