namespace WeakToStrong.Experiments.Data;

/// <summary>
/// Turns of a dialogue as one text, in the style of Anthropic's HH data: what lists of messages in data files become.
/// </summary>
public static class DialogueText
{
    /// <summary>What a turn of the assistant begins with; at the end of a prompt, what the answer follows.</summary>
    public const string AssistantMark = "\n\nAssistant:";

    public const string User = "user";
    public const string Assistant = "assistant";

    /// <summary>A single turn of the user is its text; the last of several must be the user's.</summary>
    public static string ToPrompt(IReadOnlyList<(string Role, string Content)> turns) =>
        Message.RenderPrompt([.. turns.Select(turn => new Message(turn.Role, turn.Content))], "messages");
}
