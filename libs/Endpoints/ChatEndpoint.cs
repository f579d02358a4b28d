using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using Polly.Timeout;

namespace WeakToStrong.Endpoints;

/// <summary>
/// Asks an OpenAI-compatible endpoint, again where that can help: it did not answer, took too long, was busy (a
/// <c>Retry-After</c> is honoured) or failed by itself.
/// </summary>
public sealed class ChatEndpoint : IDisposable
{
    private readonly EndpointOptions _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<EndpointReply> _pipeline;

    public ChatEndpoint(EndpointOptions options)
    {
        _options = options;
        _pipeline = EndpointRetries.Pipeline(options);
        // A redirection would carry the questions to somebody else.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        _client = new HttpClient(handler)
        {
            BaseAddress = options.Address,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = options.MaxAnswerBytes,
        };
        if (options.Key is { } key)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Asks for a chat completion, whole, not streamed.</summary>
    /// <exception cref="EndpointException">There is none.</exception>
    public async Task<ChatAnswer> CompleteAsync(JsonObject request, CancellationToken stop) =>
        ChatAnswer.Read(await SendAsync(HttpMethod.Post, "chat/completions", request.ToJsonString(), stop));

    /// <summary>Asks for the list of models.</summary>
    /// <exception cref="EndpointException">There is none.</exception>
    public Task<JsonObject> ListModelsAsync(CancellationToken stop) => SendAsync(HttpMethod.Get, "models", null, stop);

    public void Dispose() => _client.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body, CancellationToken stop)
    {
        try
        {
            var reply = await _pipeline.ExecuteAsync(
                async token => await TryAsync(method, path, body, token), stop);
            return reply.Status == HttpStatusCode.OK ? Parse(reply) : throw Refused(reply);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new EndpointException(
                $"{_options} did not answer within {_options.Timeout.TotalSeconds:0.#} s", exception)
            {
                IsTimeout = true,
            };
        }
        catch (HttpRequestException exception)
        {
            throw new EndpointException($"{_options} cannot be asked: {exception.Message}", exception);
        }
    }

    private async Task<EndpointReply> TryAsync(
        HttpMethod method, string path, string? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue(MediaTypeNames.Application.Json));
        using var response = await _client.SendAsync(request, stop);
        var bytes = await response.Content.ReadAsByteArrayAsync(stop);
        return new EndpointReply(response.StatusCode, bytes, EndpointRetries.PauseOf(response.Headers.RetryAfter));
    }

    private JsonObject Parse(EndpointReply reply)
    {
        try
        {
            return reply.ReadJson() as JsonObject
                ?? throw new EndpointException($"{_options} answered with JSON that is no object");
        }
        catch (JsonException exception)
        {
            throw new EndpointException($"{_options} answered with what is not JSON", exception);
        }
    }

    private EndpointException Refused(EndpointReply reply)
    {
        var error = reply.ReadError(_options.Key);
        var detail = error is null ? "" : $": {error.Message}";
        return new EndpointException($"{_options} answered with status {(int)reply.Status}{detail}")
        {
            Status = reply.Status, RetryAfter = reply.RetryAfter, Error = error,
        };
    }
}
