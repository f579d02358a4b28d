using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeakToStrong.Tracker.Api;

namespace WeakToStrong.W2s.Remote;

/// <summary>Asks a tracker's API; what it refuses is an exception with a line for people.</summary>
internal sealed class TrackerClient : IDisposable
{
    private const string EventStream = "text/event-stream";
    private const long MaxAnswerBytes = 256L << 20;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    public TrackerClient(ServerAddress server)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTime,
            // The token is for this server, not for one that it names; and no proxy knows this machine's own addresses.
            AllowAutoRedirect = false,
            UseProxy = !server.IsLoopback,
        })
        {
            BaseAddress = server.Url,
            // Work that is asked for takes as long as it takes; a connection that is gone is noticed as such.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        if (server.Token is { } token)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public ServerAddress Server { get; }

    public Task<T> GetAsync<T>(string path, CancellationToken stop) => SendAsync<T>(HttpMethod.Get, path, null, stop);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken stop) =>
        SendAsync<T>(HttpMethod.Post, path, body, stop);

    public Task<T> DeleteAsync<T>(string path, CancellationToken stop) =>
        SendAsync<T>(HttpMethod.Delete, path, null, stop);

    public async Task<byte[]> GetBytesAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
        return await response.Content.ReadAsByteArrayAsync(stop);
    }

    /// <summary>Opens a stream of events, after the one that is known already.</summary>
    public async Task<HttpResponseMessage> OpenEventsAsync(string path, string? lastEventId, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(EventStream));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Serializer);
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ApiJson.Serializer, stop)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new ServerException(
                $"{Server.Name} gives an answer to {path} that is none of this version's: {e.Message}",
                ExitCode.Failed, isPassing: false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, completion, stop);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            throw ServerException.Unreachable(Server, e);
        }
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
            return response;
        using (response)
            throw await ServerException.OfAsync(Server, response, stop);
    }
}
