namespace WeakToStrong.Experiments.Data;

/// <summary>Turns of a dialogue as one prompt, the way that data files with messages are read.</summary>
public static class Dialogue
{
    public const string User = "user";
    public const string Assistant = "assistant";

    /// <summary>A single turn of the user is its text; the last of several must be the user's.</summary>
    public static string ToPrompt(IReadOnlyList<(string Role, string Content)> turns) =>
        Message.RenderPrompt([.. turns.Select(turn => new Message(turn.Role, turn.Content))], "messages");
}
