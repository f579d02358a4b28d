using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeakToStrong.Labeler.Tests.Support;

/// <summary>What the stand-in was asked.</summary>
internal sealed record AskedRequest(JsonObject Body, string? Authorization)
{
    public string Question => (string)Body["messages"]!.AsArray()[^1]!["content"]!;

    /// <summary>What it was told before everything else.</summary>
    public string First => (string)Body["messages"]![0]!["content"]!;
}

/// <summary>
/// A small OpenAI-compatible server. It answers every question with its own words in capitals, unless the question says
/// what else to do.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    public const string Model = "stand-in-1";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _tries = new();
    private int _abandoned;

    private StandIn(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First() + "/v1/");

    public ConcurrentQueue<AskedRequest> Asked { get; } = new();

    /// <summary>Requests whose client went away before the answer.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>Completes when somebody waits for an answer that will not come.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it answers with.</summary>
    public Func<AskedRequest, string> Answer { get; set; } = request => request.Question.ToUpperInvariant();

    /// <summary>A question that is refused.</summary>
    public string? Refused { get; set; }

    public static async Task<StandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StandIn(app);
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapGet("/v1/models", () => new JsonObject
        {
            ["object"] = "list", ["data"] = new JsonArray(new JsonObject { ["id"] = Model, ["object"] = "model" }),
        });
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CompleteAsync(HttpContext http)
    {
        var body = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
        var request = new AskedRequest(body, http.Request.Headers.Authorization.FirstOrDefault());
        Asked.Enqueue(request);
        var count = _tries.AddOrUpdate(request.Question, 1, (_, tries) => tries + 1);
        await (request.Question switch
        {
            "fail once with 500" when count == 1 => RefuseAsync(http, 500),
            "fail four times with 429" when count <= 4 => RefuseAsync(http, 429, retryAfter: "0"),
            "refuse with 400" => RefuseAsync(http, 400),
            var question when question == Refused => RefuseAsync(http, 400),
            "refuse with 401" => RefuseAsync(http, 401),
            "refuse with 429" => RefuseAsync(http, 429, retryAfter: "3600"),
            "refuse with 500" => RefuseAsync(http, 500),
            "be malformed" => http.Response.WriteAsync("{"),
            "be cut off" => CutAsync(http),
            "say nothing at all" => http.Response.WriteAsJsonAsync(Completion(request, null)),
            "hang" => HangAsync(http),
            _ => http.Response.WriteAsJsonAsync(Completion(request, Answer(request))),
        });
    }

    private static async Task RefuseAsync(HttpContext http, int status, string? retryAfter = null)
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
            http.Response.Headers.RetryAfter = retryAfter;
        await http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["error"] = new JsonObject
            {
                // Some servers repeat the key, wherever it comes to their mind.
                ["message"] = $"the stand-in refuses {http.Request.Headers.Authorization}",
                ["type"] = $"error for {http.Request.Headers.Authorization}",
                ["param"] = null,
                ["code"] = $"{(HttpStatusCode)status}",
            },
        });
    }

    private static async Task CutAsync(HttpContext http)
    {
        http.Response.ContentLength = 1000;
        await http.Response.WriteAsync("{\"choices\": [");
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private async Task HangAsync(HttpContext http)
    {
        Hanging.TrySetResult();
        await Task.Delay(Timeout.Infinite, http.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Increment(ref _abandoned);
    }

    private static JsonObject Completion(AskedRequest request, string? text) => new()
    {
        ["id"] = "chatcmpl-stand-in",
        ["object"] = "chat.completion",
        ["created"] = 1,
        ["model"] = Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
            ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject
        {
            ["prompt_tokens"] = request.Question.Length, ["completion_tokens"] = 7, ["total_tokens"] = 0,
        },
    };
}
