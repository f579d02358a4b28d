using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Labeler.Alignment.Requests;

/// <summary>
/// Messages → the question that a corrector sees. One turn of the user is its text; a dialogue is written as it is in
/// preference data. What instructs the upstream (system, developer) is no part of it: supervisors learn from questions.
/// </summary>
internal static class ChatMessages
{
    private const string Allowed = "system, developer, user, assistant";

    /// <exception cref="AlignerException">A message is wrong, or has something else than text.</exception>
    public static string QuestionOf(JsonNode? messages)
    {
        if (messages is not JsonArray { Count: > 0 } list)
            throw AlignerException.Invalid(
                "messages must be a list of at least one message", "messages", "missing_required_parameter");
        var turns = new List<(string Role, string Text)>();
        foreach (var (index, message) in list.Index())
            turns.Add(Read(message, $"messages[{index}]"));
        return turns[^1].Role == DialogueText.User
            ? DialogueText.ToPrompt([.. turns.Where(turn => turn.Role is DialogueText.User or DialogueText.Assistant)])
            : throw AlignerException.Invalid(
                $"the last message is of the {turns[^1].Role}; allowed is user", $"messages[{list.Count - 1}].role");
    }

    private static (string Role, string Text) Read(JsonNode? node, string at)
    {
        if (node is not JsonObject message)
            throw Fields.Wrong(at, "an object with role and content");
        foreach (var name in new[] { "tool_calls", "function_call", "audio" })
            if (message[name] is not null)
                throw AlignerException.Invalid(
                    $"{at}.{name} is not supported; allowed are messages of text", $"{at}.{name}",
                    "unsupported_parameter");
        var role = message["role"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        if (role is not ("system" or "developer" or DialogueText.User or DialogueText.Assistant))
            throw AlignerException.Invalid($"{at}.role is '{role}'; allowed are {Allowed}", $"{at}.role");
        return (role, ContentOf(message["content"], $"{at}.content"));
    }

    private static string ContentOf(JsonNode? content, string at) => content switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray { Count: > 0 } parts => string.Concat(parts.Select((part, i) => PartOf(part, $"{at}[{i}]"))),
        _ => throw Fields.Wrong(at, "a string or a list of parts"),
    };

    private static string PartOf(JsonNode? part, string at)
    {
        var type = part is JsonObject ? part["type"]?.ToString() : null;
        if (type != "text")
            throw AlignerException.Invalid(
                $"{at} is of type '{type}', which is not supported; allowed is text", at, "unsupported_content");
        return part!["text"] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw Fields.Wrong($"{at}.text", "a string");
    }
}
