using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Endpoints;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Labeler.Alignment.Requests;

namespace WeakToStrong.Labeler.Alignment.Responses;

/// <summary>A corrected answer in the API's shapes: a whole completion, or a stream of chunks.</summary>
internal sealed record Completion
{
    private const string Cut = "length";

    public required string Id { get; init; }

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required ChatRequest Request { get; init; }

    /// <summary>What the upstream said.</summary>
    public required ChatAnswer Answer { get; init; }

    public async Task WriteAsync(HttpContext http, IAsyncEnumerator<CorrectionEvent> pieces)
    {
        var text = new StringBuilder();
        CorrectionEnd? end = null;
        while (await pieces.MoveNextAsync())
        {
            text.Append(pieces.Current.Text);
            end = pieces.Current.End ?? end;
        }
        await http.Response.WriteAsJsonAsync(Whole(text.ToString(), end!), http.RequestAborted);
    }

    /// <summary>
    /// Begins with the first piece of the correction: until then what goes wrong still has a status of its own.
    /// </summary>
    public async Task StreamAsync(HttpContext http, IAsyncEnumerator<CorrectionEvent> pieces)
    {
        var isThere = await pieces.MoveNextAsync();
        EventStream.Begin(http.Response);
        var first = Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" });
        if (Request.WithOriginal)
            first[ChatRequest.ExtensionKey] = new JsonObject { ["original"] = Answer.Text };
        await EventStream.WriteAsync(http, first.ToJsonString());
        for (; isThere; isThere = await pieces.MoveNextAsync())
            await TellAsync(http, pieces.Current);
        await EventStream.WriteAsync(http, EventStream.End);
    }

    private async Task TellAsync(HttpContext http, CorrectionEvent piece)
    {
        if (piece.Text is { Length: > 0 } text)
            await EventStream.WriteAsync(http, Chunk(new JsonObject { ["content"] = text }).ToJsonString());
        if (piece.End is not { } end)
            return;
        await EventStream.WriteAsync(http, Chunk([], ReasonOf(end)).ToJsonString());
        if (Request.IncludeUsage)
            await EventStream.WriteAsync(http, UsageChunk(end).ToJsonString());
    }

    private JsonObject Whole(string text, CorrectionEnd end)
    {
        var completion = Head("chat.completion");
        completion["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null },
            ["logprobs"] = null,
            ["finish_reason"] = ReasonOf(end),
        });
        AddUsage(completion, end);
        if (Request.WithOriginal)
            completion[ChatRequest.ExtensionKey]!["original"] = Answer.Text;
        return completion;
    }

    private JsonObject Chunk(JsonObject delta, string? reason = null)
    {
        var chunk = Head("chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = reason,
        });
        if (Request.IncludeUsage)
            chunk["usage"] = null;
        return chunk;
    }

    private JsonObject UsageChunk(CorrectionEnd end)
    {
        var chunk = Head("chat.completion.chunk");
        chunk["choices"] = new JsonArray();
        AddUsage(chunk, end);
        return chunk;
    }

    private JsonObject Head(string kind) => new()
    {
        ["id"] = Id, ["object"] = kind, ["created"] = Created, ["model"] = Model,
    };

    /// <summary>The sum of both models', and each one's own.</summary>
    private void AddUsage(JsonObject body, CorrectionEnd end)
    {
        body["usage"] = JsonSerializer.SerializeToNode(Answer.Usage + end.Usage);
        body[ChatRequest.ExtensionKey] = new JsonObject
        {
            ["usage"] = new JsonObject
            {
                ["upstream"] = JsonSerializer.SerializeToNode(Answer.Usage),
                ["corrector"] = JsonSerializer.SerializeToNode(end.Usage),
            },
        };
    }

    // A correction of what was cut or filtered is no whole answer either.
    private string ReasonOf(CorrectionEnd end) =>
        end.Reason == Cut || Answer.FinishReason == "stop" ? end.Reason : Answer.FinishReason;
}
