using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace WeakToStrong.Servers;

/// <summary>Free ports of the loopback interface.</summary>
public static class ServerPorts
{
    private const int Lowest = 10_000;
    private const int UsualLowestOfClients = 32_768;

    /// <summary>
    /// Below those that the kernel gives to clients: while a server restarts, a client that tries again and again could
    /// be given the server's own port, connect to itself, and keep it.
    /// </summary>
    public static int Take()
    {
        var above = LowestOfClients();
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, above);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int LowestOfClients()
    {
        const string file = "/proc/sys/net/ipv4/ip_local_port_range";
        var lowest = File.Exists(file)
            ? int.Parse(File.ReadAllText(file).Split()[0], CultureInfo.InvariantCulture)
            : UsualLowestOfClients;
        // A machine that gives clients every port leaves no better choice than a wide one.
        return lowest > 2 * Lowest ? lowest : UsualLowestOfClients;
    }
}
