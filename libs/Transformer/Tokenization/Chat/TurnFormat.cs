namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>
/// Every message is a turn of its own between markers that name the role: ChatML (Qwen), Llama 3.
/// </summary>
internal sealed class TurnFormat : ChatFormat
{
    private const string ThoughtEnd = "</think>";

    /// <summary>Before everything.</summary>
    public string Beginning { get; init; } = "";

    /// <summary>Before the role's name.</summary>
    public required string BeforeRole { get; init; }

    /// <summary>Between the role's name and the message.</summary>
    public required string AfterRole { get; init; }

    /// <summary>Ends a message; the model writes it itself.</summary>
    public required string End { get; init; }

    public override string EndToken => End;

    /// <summary>Between two messages.</summary>
    public string Separator { get; init; } = "";

    public bool Trims { get; init; }

    /// <summary>The system message of a dialogue that has none; null if there is none then.</summary>
    public string? DefaultSystem { get; init; }

    /// <summary>Stands before every system message, and alone where there is none.</summary>
    public string? SystemPreamble { get; init; }

    /// <summary>
    /// Whether answers may begin with thoughts: those of earlier answers are left out, the last answer has them, if
    /// only empty ones.
    /// </summary>
    public bool HasThoughts { get; init; }

    internal override void Write(
        ChatTextBuilder text, string? system, IReadOnlyList<(int Number, ChatMessage Message)> turns, bool opensAnswer)
    {
        text.Append(Beginning);
        if ((system ?? DefaultSystem ?? (SystemPreamble is null ? null : "")) is { } first)
            text.Append($"{Opening(ChatRole.System)}{SystemPreamble}{Trimmed(first, Trims)}{End}{Separator}");
        foreach (var (number, message) in turns)
        {
            text.Append(Opening(message.Role));
            if (message.Role == ChatRole.Assistant)
                WriteAnswer(text, number, message.Content, isLast: number == turns[^1].Number);
            else
                text.Append($"{Trimmed(message.Content, Trims)}{End}");
            text.Append(Separator);
        }
        if (opensAnswer)
            text.Append(Opening(ChatRole.Assistant)).Append(HasThoughts ? Thoughts("") : "");
    }

    private void WriteAnswer(ChatTextBuilder text, int number, string content, bool isLast)
    {
        if (!HasThoughts)
        {
            text.AppendAnswer(number, Trimmed(content, Trims) + End);
            return;
        }
        var (thoughts, answer) = Parted(content);
        if (isLast && thoughts.Length == 0)
            text.Append(Thoughts("")).AppendAnswer(number, answer.TrimStart('\n') + End);
        else
            text.AppendAnswer(number, (isLast ? Thoughts(thoughts) + answer.TrimStart('\n') : answer) + End);
    }

    // As Qwen3's template takes an answer apart.
    private static (string Thoughts, string Answer) Parted(string content)
    {
        if (!content.Contains(ThoughtEnd, StringComparison.Ordinal))
            return ("", content);
        var answer = content[(content.LastIndexOf(ThoughtEnd, StringComparison.Ordinal) + ThoughtEnd.Length)..];
        var before = content[..content.IndexOf(ThoughtEnd, StringComparison.Ordinal)].TrimEnd('\n');
        return (before.Split("<think>")[^1].TrimStart('\n').Trim('\n'), answer.TrimStart('\n'));
    }

    private static string Thoughts(string thoughts) => $"<think>\n{thoughts}\n{ThoughtEnd}\n\n";

    private string Opening(ChatRole role) => $"{BeforeRole}{NameOf(role)}{AfterRole}";

    private static string NameOf(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.User => "user",
        _ => "assistant"
    };
}
