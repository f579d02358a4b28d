using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeakToStrong.Methods;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.W2s.Embedded;

/// <summary>
/// The embedded mode as a server: dashboard and API over the store, and a worker that does what is launched there.
/// Runs that an earlier host left unfinished go on.
/// </summary>
internal sealed record EmbeddedServer
{
    public required string Store { get; init; }

    public required int Slots { get; init; }

    public required IPAddress Address { get; init; }

    /// <summary>0: any that is free.</summary>
    public required int Port { get; init; }

    public async Task<int> ServeAsync()
    {
        using var interruption = new Interruption("stopping at the next checkpoint (once more to end at once)");
        var token = ServerToken.For(Address);
        await using var app = Build(token);
        await StartAsync(app, interruption.Token);
        Announce(app, token);
        await Task.Delay(Timeout.Infinite, interruption.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Runners stop at their next boundary, with their checkpoints saved.
        await app.StopAsync();
        return ExitCode.Done;
    }

    private WebApplication Build(ServerToken? token)
    {
        // Of the working directory nothing is read or served.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "w2s" });
        builder.Configuration.AddInMemoryCollection(
            token is null ? [] : [new KeyValuePair<string, string?>("Tracker:Token", token.Text)]);
        builder.AddEmbedded(new TrackerOptions { StoreRoot = Store }, Slots, MethodCatalogue.Create());
        builder.Services.AddTrackerApi(ApiOptions.Of(builder.Configuration));
        builder.Services.AddTrackerDashboard();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(1));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(Address, Port));
        var app = builder.Build();
        app.MapTrackerApi();
        app.MapTrackerDashboard();
        return app;
    }

    private async Task StartAsync(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException exception) when (exception.InnerException is not null)
        {
            throw new CommandException(
                $"cannot listen on {new IPEndPoint(Address, Port)}: {exception.InnerException.Message}; "
                + "give another --port, or 0 for any that is free");
        }
    }

    private void Announce(WebApplication app, ServerToken? token)
    {
        // With port 0 the server alone knows where it listens.
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        Console.Error.WriteLine($"w2s: store {Store}");
        if (token is { IsNew: true })
            Console.Error.WriteLine($"w2s: token {token.Text} (shown once; browsers and clients of others need it)");
        Console.Out.WriteLine($"ready {address}");
    }
}
