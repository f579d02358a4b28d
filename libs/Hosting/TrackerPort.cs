using System.Net;
using System.Net.Sockets;

namespace WeakToStrong.Hosting;

/// <summary>The port at which people find the tracker, and what to tell them if it is not the usual one.</summary>
internal sealed record TrackerPort(int Number, string? Notice)
{
    public const int Usual = 5050;

    private const int Last = Usual + 49;

    /// <summary>The chosen port, which must be free; without a choice the usual one or the next that is free.</summary>
    public static TrackerPort Choose(IPAddress bind, int? chosen)
    {
        if (chosen is { } port)
            return IsFree(bind, port)
                ? new TrackerPort(port, null)
                : throw new WrongOptionException(
                    $"--port is {port}, which is taken at {bind}; give another or leave it out");
        for (var number = Usual; number <= Last; number++)
            if (IsFree(bind, number))
                return new TrackerPort(number, number == Usual ? null : $"port {Usual} is taken: using {number}");
        throw new WrongOptionException($"ports {Usual} to {Last} are taken at {bind}; give a free one with --port");
    }

    private static bool IsFree(IPAddress bind, int port)
    {
        try
        {
            using var listener = new TcpListener(bind, port);
            listener.Start();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new WrongOptionException($"--bind is {bind}, which is no address of this machine");
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
