namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>
/// Questions stand between [INST] and [/INST], answers between them, and the system message in a question: Llama 2,
/// Mistral.
/// </summary>
internal sealed class InstructionFormat : ChatFormat
{
    /// <summary>Before everything.</summary>
    public string Beginning { get; init; } = "";

    public required string BeforeQuestion { get; init; }

    public required string AfterQuestion { get; init; }

    public string BeforeAnswer { get; init; } = "";

    /// <summary>Ends an answer; the model writes it itself.</summary>
    public required string End { get; init; }

    public override string EndToken => End.TrimStart();

    /// <summary>Between an answer and the next question.</summary>
    public string Separator { get; init; } = "";

    public bool TrimsQuestions { get; init; }

    public bool TrimsAnswers { get; init; }

    /// <summary>Around a system message; null where there is no place for one.</summary>
    public (string Before, string After)? AroundSystem { get; init; }

    /// <summary>
    /// Whether the system message stands in the last question, not the first. In the published template it does so
    /// while a question is the last message; here it stays when the answer is there too.
    /// </summary>
    public bool IsSystemLast { get; init; }

    internal override void Write(
        ChatTextBuilder text, string? system, IReadOnlyList<(int Number, ChatMessage Message)> turns, bool opensAnswer)
    {
        if (system is not null && AroundSystem is null)
            throw Refusal("has no place for a system message");
        if (turns.Index().Any(turn => (turn.Item.Message.Role == ChatRole.User) != (turn.Index % 2 == 0)))
            throw Refusal("roles must alternate user/assistant/user/assistant/…");
        if (opensAnswer && turns.Count % 2 == 0)
            throw Refusal("the last message must be the user's to be answered");
        var holder = IsSystemLast ? (turns.Count - 1) / 2 * 2 : 0;
        text.Append(Beginning);
        foreach (var (place, (number, message)) in turns.Index())
            if (message.Role == ChatRole.User)
                WriteQuestion(text, message.Content, place == holder ? system : null);
            else
                text.AppendAnswer(number, $"{BeforeAnswer}{Trimmed(message.Content, TrimsAnswers)}{End}")
                    .Append(Separator);
    }

    private void WriteQuestion(ChatTextBuilder text, string question, string? system)
    {
        var content = system is null
            ? question
            : $"{AroundSystem!.Value.Before}{system}{AroundSystem.Value.After}{question}";
        text.Append($"{BeforeQuestion}{Trimmed(content, TrimsQuestions)}{AfterQuestion}");
    }
}
