using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment;

namespace WeakToStrong.Labeler.Tests.Support;

/// <summary>An Aligner on a real socket, with a real runner.</summary>
internal sealed class AlignerHost : IAsyncDisposable
{
    public const string Key = "sk-of-the-upstream";

    private readonly WebApplication _app;

    private AlignerHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
    }

    public Uri Address => new(_app.Urls.First() + "/v1/");

    public HttpClient Client { get; }

    /// <summary>Everything that it has logged.</summary>
    public LogLines Log { get; private init; } = new();

    public static async Task<AlignerHost> StartAsync(
        string model, Uri upstream, Func<AlignerOptions, AlignerOptions>? change = null)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var options = Options(model, upstream);
        builder.AddAligner(change?.Invoke(options) ?? options);
        var app = builder.Build();
        app.MapAligner();
        await app.StartAsync();
        return new AlignerHost(app) { Log = log };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Log.Dispose();
    }

    private static AlignerOptions Options(string model, Uri upstream) => new()
    {
        Model = model,
        Upstream = new EndpointOptions
        {
            Address = upstream, Key = Key, Retries = 2, Pause = TimeSpan.FromMilliseconds(10),
        },
        MaxTokens = 64,
    };
}
