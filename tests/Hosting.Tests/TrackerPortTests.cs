using System.Net;
using System.Net.Sockets;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests;

[Collection(UsualPort.Name)]
public sealed class TrackerPortTests
{
    [Fact]
    public void UsualPort_WhenTaken_GivesWayToTheNextWithANotice()
    {
        // Another test or host may have it already, which is as good.
        using var taken = TryListen(TrackerPort.Usual);

        var port = TrackerPort.Choose(IPAddress.Loopback, chosen: null);

        Assert.InRange(port.Number, TrackerPort.Usual + 1, TrackerPort.Usual + 49);
        Assert.Equal($"port {TrackerPort.Usual} is taken: using {port.Number}", port.Notice);
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
