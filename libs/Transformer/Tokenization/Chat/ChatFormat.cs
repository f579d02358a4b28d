namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>How a model family writes dialogues.</summary>
public abstract class ChatFormat
{
    /// <summary>The family's name.</summary>
    public required string Name { get; init; }

    /// <summary>The special token with which the assistant ends an answer.</summary>
    public abstract string EndToken { get; }

    /// <summary>The names that <see cref="Recognise"/> can give.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [ChatFormats.Llama2, ChatFormats.Llama3, ChatFormats.Llama31, ChatFormats.Mistral, ChatFormats.ChatMl,
            ChatFormats.Qwen3];

    /// <summary>The format that a tokenizer's Jinja template writes, or null where it is none that is known.</summary>
    public static ChatFormat? Recognise(Tokenizer tokenizer) =>
        tokenizer.ChatTemplate is { } template
            ? ChatFormats.Recognise(new TemplateSource(template), tokenizer.SpecialTokens)
            : null;

    /// <summary>Writes a dialogue.</summary>
    /// <param name="messages">At least one; a system message comes first.</param>
    /// <param name="opensAnswer">Whether the text ends where the assistant's next answer begins.</param>
    /// <exception cref="InvalidDataException">The family's template refuses such a dialogue.</exception>
    public ChatText Render(IReadOnlyList<ChatMessage> messages, bool opensAnswer)
    {
        var system = messages is [{ Role: ChatRole.System } first, ..] ? first.Content : null;
        var turns = messages.Index().Skip(system is null ? 0 : 1).ToArray();
        if (turns.Length == 0)
            throw Refusal("a dialogue needs a message of the user");
        var text = new ChatTextBuilder();
        Write(text, system, turns, opensAnswer);
        return text.Build();
    }

    /// <summary>Writes a dialogue whose system message, if it has one, was taken off.</summary>
    internal abstract void Write(
        ChatTextBuilder text, string? system, IReadOnlyList<(int Number, ChatMessage Message)> turns, bool opensAnswer);

    private protected InvalidDataException Refusal(string problem) => new($"chat template '{Name}': {problem}");

    // Jinja's trim, Python's strip: white space alone.
    private protected static string Trimmed(string content, bool trims) => trims ? content.Trim() : content;
}
