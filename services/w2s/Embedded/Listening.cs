using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WeakToStrong.W2s.Embedded;

/// <summary>How a server of the command line begins to listen, says where, and ends.</summary>
internal static class Listening
{
    /// <summary>
    /// Has it listen there and nowhere else: addresses in the environment are for services, and images of .NET set one.
    /// </summary>
    public static void Bind(WebApplicationBuilder builder, IPAddress address, int port)
    {
        builder.Configuration.AddInMemoryCollection(
            [new("urls", ""), new("http_ports", ""), new("https_ports", "")]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, port));
    }

    /// <exception cref="CommandException">The address is taken, or not this machine's.</exception>
    public static async Task StartAsync(WebApplication app, IPEndPoint address, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception exception) when (exception.GetBaseException() is SocketException cause)
        {
            throw new CommandException(
                $"cannot listen on {address}: {cause.Message}; "
                + "give another --port (0 for any that is free) or --bind");
        }
    }

    /// <summary>Says where it listens, and lets it serve until it is interrupted.</summary>
    public static async Task<int> ServeAsync(WebApplication app, ServerToken? token, CancellationToken interruption)
    {
        // With port 0 the server alone knows where it listens.
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        using var kept = await AnnounceAsync(app, token, new Uri(address).Port);
        Console.Out.WriteLine($"ready {address}");
        await Task.Delay(Timeout.Infinite, interruption).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    /// <summary>A server whose token nobody can know ends in order.</summary>
    private static async Task<IDisposable?> AnnounceAsync(WebApplication app, ServerToken? token, int port)
    {
        try
        {
            return token is { IsNew: true } ? token.Announce(port) : null;
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
