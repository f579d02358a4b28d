using System.Text.Json.Nodes;

namespace WeakToStrong.Labeler.Alignment.Requests;

/// <summary>What a client asks for: for the upstream, for the corrector, and how it wants the answer.</summary>
internal sealed record ChatRequest
{
    /// <summary>Field of this service's own, in requests and answers.</summary>
    public const string ExtensionKey = "w2s";

    /// <summary>
    /// What would have the upstream answer with something else than one text; allowed where it says nothing.
    /// </summary>
    private static readonly string[] Unsupported =
    [
        "tools", "tool_choice", "functions", "function_call", "audio", "modalities", "response_format", "prediction",
        "logprobs", "top_logprobs", "web_search_options",
    ];

    private static readonly string[] NotForUpstream = ["stream", "stream_options", ExtensionKey];

    /// <summary>The client's own words, without what concerns only this service.</summary>
    public required JsonObject Upstream { get; init; }

    public required string Model { get; init; }

    /// <summary>What the answer that is corrected answers.</summary>
    public required string Question { get; init; }

    /// <summary>Most new tokens of the correction.</summary>
    public required int MaxTokens { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Whether a stream ends with the numbers of tokens.</summary>
    public required bool IncludeUsage { get; init; }

    /// <summary>Whether the answer before its correction is wanted too.</summary>
    public required bool WithOriginal { get; init; }

    /// <exception cref="AlignerException">It asks for what there is not.</exception>
    public static ChatRequest Parse(JsonObject body, AlignerOptions options)
    {
        try
        {
            return Read(body, options);
        }
        catch (InvalidOperationException exception)
        {
            // Half a character, as it is left where a text was cut, shows only when the text is read.
            throw AlignerException.Invalid($"the body is not JSON: {exception.Message}", null, "invalid_json");
        }
    }

    private static ChatRequest Read(JsonObject body, AlignerOptions options)
    {
        CheckSupported(body);
        var model = options.UpstreamModel ?? Fields.Text(body, "model")
            ?? throw AlignerException.Invalid("model is missing", "model", "missing_required_parameter");
        return new ChatRequest
        {
            Upstream = ForUpstream(body, model),
            Model = model,
            Question = ChatMessages.QuestionOf(body["messages"]),
            MaxTokens = MaxTokensOf(body, options.MaxTokens),
            Stream = Fields.Flag(body, "stream"),
            IncludeUsage = Fields.Object(body, "stream_options") is { } stream
                && Fields.Flag(stream, "include_usage", "stream_options.include_usage"),
            WithOriginal = WantsOriginal(Fields.Object(body, ExtensionKey)),
        };
    }

    private static void CheckSupported(JsonObject body)
    {
        foreach (var name in Unsupported.Where(name => !Fields.IsNothing(name, body[name])))
            throw AlignerException.Invalid(
                $"{name} is not supported: answers are corrected as text", name, "unsupported_parameter");
        if (Fields.Number(body, "n") is { } count and not 1)
            throw AlignerException.Invalid($"n is {count}; allowed is 1", "n");
    }

    private static JsonObject ForUpstream(JsonObject body, string model)
    {
        var upstream = body.DeepClone().AsObject();
        foreach (var name in NotForUpstream)
            upstream.Remove(name);
        upstream["model"] = model;
        return upstream;
    }

    private static int MaxTokensOf(JsonObject body, int most)
    {
        var asked = most;
        foreach (var name in new[] { "max_tokens", "max_completion_tokens" })
            if (Fields.Number(body, name) is { } number)
                asked = number >= 1 && number <= most
                    ? Math.Min(asked, number)
                    : throw AlignerException.Invalid($"{name} is {number}; allowed is 1 to {most}", name);
        return asked;
    }

    private static bool WantsOriginal(JsonObject? extension)
    {
        if (extension is null)
            return false;
        if (extension.Select(field => field.Key).FirstOrDefault(key => key != "original") is { } unknown)
            throw AlignerException.Invalid(
                $"{ExtensionKey} has no field '{unknown}'; allowed is original", $"{ExtensionKey}.{unknown}",
                "unknown_parameter");
        return Fields.Flag(extension, "original", $"{ExtensionKey}.original");
    }
}
