using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace WeakToStrong.Tracker.Tests.Telemetry;

/// <summary>A collector that speaks OTLP over HTTP and keeps what it is told.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _requests = new();

    private OtlpReceiver(WebApplication application) => _application = application;

    public string Address => _application.Urls.Single();

    /// <summary>Each once, also where several services of one process have told it.</summary>
    public IReadOnlyList<OtlpSpan> Spans =>
        [.. Bodies("traces").SelectMany(OtlpSpan.ReadAll).DistinctBy(span => span.SpanId)];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._application.MapPost("/v1/{signal}", receiver.KeepAsync);
        await receiver._application.StartAsync();
        return receiver;
    }

    /// <summary>What came of a signal: traces, metrics, logs.</summary>
    public IEnumerable<byte[]> Bodies(string signal) =>
        from request in _requests where request.Signal == signal select request.Body;

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task KeepAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _requests.Enqueue((signal, body.ToArray()));
    }
}
