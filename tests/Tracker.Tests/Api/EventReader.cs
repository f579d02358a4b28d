using System.Net.ServerSentEvents;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>A stream of events, read one by one.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly CancellationTokenSource _patience = new(Patience);

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _events = SseParser.Create(stream).EnumerateAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
    }

    public static async Task<EventReader> OpenAsync(ApiHost host, string path, string? lastEventId = null)
    {
        var response = await SendAsync(host, path, lastEventId);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    public static async Task<HttpResponseMessage> SendAsync(ApiHost host, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Null at the end.</summary>
    public async Task<SseItem<string>?> NextAsync() => await _events.MoveNextAsync() ? _events.Current : null;

    public async Task<IReadOnlyList<SseItem<string>>> ToEndAsync()
    {
        var all = new List<SseItem<string>>();
        while (await NextAsync() is { } item)
            all.Add(item);
        return all;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
