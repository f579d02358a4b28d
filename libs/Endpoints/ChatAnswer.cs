using System.Text.Json.Nodes;

namespace WeakToStrong.Endpoints;

/// <summary>What an endpoint said: the text of its first choice.</summary>
public sealed record ChatAnswer
{
    public required string Text { get; init; }

    /// <summary>The API's word: <c>stop</c>, <c>length</c>, <c>content_filter</c>.</summary>
    public required string FinishReason { get; init; }

    /// <summary>The model that it says it asked; null when it does not say.</summary>
    public string? Model { get; init; }

    /// <summary>As it counts; none when it does not.</summary>
    public required TokenUsage Usage { get; init; }

    /// <exception cref="EndpointException">It is no completion with a text.</exception>
    public static ChatAnswer Read(JsonObject completion)
    {
        try
        {
            return Parse(completion);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new EndpointException("the endpoint's answer is not a chat completion", exception);
        }
    }

    private static ChatAnswer Parse(JsonObject completion)
    {
        var choice = completion["choices"] is JsonArray { Count: > 0 } choices ? choices[0] : null;
        if (choice?["message"]?["content"]?.GetValue<string>() is not { } text)
            throw new EndpointException("the endpoint's answer has no text (choices[0].message.content)");
        return new ChatAnswer
        {
            Text = text,
            FinishReason = choice["finish_reason"]?.GetValue<string>() ?? "stop",
            Model = completion["model"]?.GetValue<string>(),
            Usage = completion["usage"] is JsonObject usage
                ? new TokenUsage(Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"))
                : TokenUsage.None,
        };
    }

    private static int Count(JsonObject usage, string name) => usage[name]?.GetValue<int>() ?? 0;
}
