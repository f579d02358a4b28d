using System.Text.Json.Serialization;

namespace WeakToStrong.Endpoints;

/// <summary>Tokens that were read and written.</summary>
public sealed record TokenUsage(
    [property: JsonPropertyName("prompt_tokens")] int PromptTokens,
    [property: JsonPropertyName("completion_tokens")] int CompletionTokens)
{
    public static TokenUsage None { get; } = new(0, 0);

    [JsonPropertyName("total_tokens")]
    public int TotalTokens => PromptTokens + CompletionTokens;

    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => new(
        left.PromptTokens + right.PromptTokens, left.CompletionTokens + right.CompletionTokens);
}
