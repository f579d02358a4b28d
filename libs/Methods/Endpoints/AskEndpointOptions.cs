using System.Text.Json.Serialization;

namespace WeakToStrong.Methods.Endpoints;

/// <summary>Options of the step <c>ask-endpoint</c>: everything that an endpoint is told beside the question.</summary>
public sealed record AskEndpointOptions
{
    public required string Endpoint { get; init; }

    public required string Model { get; init; }

    /// <summary>The variable that the key stands in; never the key.</summary>
    public required string KeyVariable { get; init; }

    /// <summary>What it is told before the question; nothing when null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? System { get; init; }

    public required double Temperature { get; init; }

    public required double TopP { get; init; }

    public required int MaxTokens { get; init; }
}
