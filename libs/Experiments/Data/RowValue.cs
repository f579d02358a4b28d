using System.Text.Json;

namespace WeakToStrong.Experiments.Data;

/// <summary>Something is wrong with one value of a row; the reader adds file and line.</summary>
internal sealed class RowException(string message) : Exception(message);

/// <summary>Reads a column's value: a text, or a list of messages (TRL's conversational form).</summary>
internal static class RowValue
{
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };

    public static bool IsMessages(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    /// <summary>What comes before an answer.</summary>
    public static string Prompt(JsonElement row, string column)
    {
        var value = row.GetProperty(column);
        return IsMessages(value) ? Message.RenderPrompt(Messages(value, column), column) : Text(value, column);
    }

    /// <summary>An answer.</summary>
    public static string Completion(JsonElement row, string column)
    {
        var value = row.GetProperty(column);
        return IsMessages(value) ? Message.RenderCompletion(Messages(value, column), column) : Text(value, column);
    }

    /// <summary>A dialogue: what comes before its last message, and that as the answer.</summary>
    public static (string Prompt, string Answer) Dialogue(JsonElement row, string column)
    {
        var value = row.GetProperty(column);
        if (!IsMessages(value))
            throw new RowException($"{column} is {Describe(value)}; allowed is a list of messages");
        var messages = Messages(value, column);
        if (messages.Count == 1)
            throw new RowException($"{column} has one message; allowed are a question and its answer, or more");
        var answer = messages[^1];
        return answer.Role == DialogueText.Assistant
            ? (Message.RenderPrompt([.. messages.SkipLast(1)], $"{column} before the last"), answer.Content)
            : throw new RowException(
                $"{column} ends with a message of the {answer.Role}; allowed is an answer of the "
                + $"{DialogueText.Assistant} as the last");
    }

    public static string Text(JsonElement value, string column)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw new RowException($"{column} is {Describe(value)}; allowed is a text or a list of messages");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RowException($"{column} has an unpaired surrogate, which is not a character");
        }
    }

    public static IReadOnlyList<Message> Messages(JsonElement value, string column)
    {
        if (value.GetArrayLength() == 0)
            throw new RowException($"{column} is an empty list; allowed is at least one message");
        return [.. value.EnumerateArray().Select(item => Message.Parse(item, column))];
    }
}

/// <summary>One turn of a dialogue.</summary>
internal sealed record Message(string Role, string Content)
{
    private const string User = DialogueText.User;
    private const string Assistant = DialogueText.Assistant;
    private const string System = "system";

    public static Message Parse(JsonElement value, string column)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("role", out var role) || !value.TryGetProperty("content", out var content))
            throw new RowException(
                $"{column} is a list with {RowValue.Describe(value)}; allowed are messages with role and content");
        var message = new Message(RowValue.Text(role, column + ".role"), RowValue.Text(content, column + ".content"));
        return message.Role is User or Assistant or System
            ? message
            : throw new RowException(
                $"{column} has the role {Files.Wording.Quote(message.Role)}; allowed: {System}, {User}, {Assistant}");
    }

    /// <summary>
    /// One user message is its text. Longer dialogues are written as Anthropic's HH data writes them, up to the
    /// <c>Assistant:</c> that the answer follows.
    /// </summary>
    public static string RenderPrompt(IReadOnlyList<Message> messages, string column)
    {
        if (messages[^1].Role == Assistant)
            throw new RowException(
                $"{column} ends with a message of the assistant; allowed is one that the assistant answers");
        return messages is [{ Role: User }]
            ? messages[0].Content
            : string.Concat(messages.Select(message => message.Turn)) + DialogueText.AssistantMark;
    }

    public static string RenderCompletion(IReadOnlyList<Message> messages, string column) =>
        messages[0].Role == Assistant
            ? messages[0].Content + string.Concat(messages.Skip(1).Select(message => message.Turn))
            : throw new RowException(
                $"{column} begins with a message of the {messages[0].Role}; allowed is {Assistant}");

    private string Turn => Role switch
    {
        User => $"\n\nHuman: {Content}",
        Assistant => $"{DialogueText.AssistantMark} {Content}",
        _ => $"\n\nSystem: {Content}",
    };
}
