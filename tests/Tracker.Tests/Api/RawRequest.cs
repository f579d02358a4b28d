using System.Net.Sockets;
using System.Text;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>A request byte for byte: a client of .NET would tidy it up, or not send it at all.</summary>
internal static class RawRequest
{
    /// <summary>
    /// Sends the lines with the host's own name, an empty line and the body; returns the whole answer.
    /// </summary>
    public static async Task<string> SendAsync(ApiHost host, IEnumerable<string> lines, string body = "")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, patience.Token);
        await using var stream = socket.GetStream();
        string[] head = [.. lines, $"Host: {host.Address.Authority}", "Connection: close", "", body];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", head)), patience.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(patience.Token);
    }
}
