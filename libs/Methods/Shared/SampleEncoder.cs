using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Tokenization;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// Rows → token samples: prompt, a space, completion, end token; only completion and end count as targets. With a chat
/// format both are messages of a dialogue, which says what joins and ends them; the targets are what the assistant says
/// in the completion. Too long a prompt loses its beginning (the question stands at its end), too long a completion its
/// end.
/// </summary>
public sealed class SampleEncoder(Tokenizer tokenizer, int maxLength, ChatFormat? chat = null)
{
    /// <summary>Samples that were shortened so far.</summary>
    public int TruncatedCount { get; private set; }

    /// <summary>The tokens of a prompt alone, at most <paramref name="limit"/> of them.</summary>
    public int[] Prompt(string prompt, int limit)
    {
        var tokens = chat is null
            ? tokenizer.EncodeSequence(prompt)
            : tokenizer.Encode(chat.Render(Dialogue.OfPrompt(prompt), opensAnswer: true).Text);
        return Counted(End(tokens, limit), tokens.Length);
    }

    /// <summary>
    /// Prompt and completion; at least half of the length is left to the completion when it needs it.
    /// </summary>
    public TokenSample Response(string id, string prompt, string completion)
    {
        if (chat is not null)
            return Answer(id, chat, Dialogue.OfPrompt(prompt), Dialogue.OfAnswer(completion));
        var promptTokens = tokenizer.EncodeSequence(prompt);
        var response = Ended(completion.Length == 0 ? [] : tokenizer.Encode(" " + completion));
        var keptPrompt = End(promptTokens, PromptLimit(response.Length));
        int[] tokens = [.. keptPrompt, .. Beginning(response, maxLength - keptPrompt.Length)];
        return TokenSample.AfterPrompt(
            id, Counted(tokens, promptTokens.Length + response.Length), keptPrompt.Length);
    }

    /// <summary>A document, which may hold its own end token; one without a prompt counts as a whole.</summary>
    public TokenSample Document(string id, DocumentRow document)
    {
        if (document.Prompt.Length > 0)
            return Response(id, document.Prompt, document.Completion);
        var tokens = Ended(tokenizer.EncodeSequence(document.Completion));
        return TokenSample.ForPretraining(id, Counted(Beginning(tokens, maxLength), tokens.Length));
    }

    private TokenSample Answer(
        string id, ChatFormat format, IReadOnlyList<ChatMessage> prompt, IReadOnlyList<ChatMessage> completion)
    {
        var text = format.Render([.. prompt, .. completion], opensAnswer: false);
        var (tokens, isAnswer) = text.Encode(tokenizer, fromMessage: prompt.Count);
        // What follows the last end token, such as a line break, is neither read nor learned.
        var (start, end) = (Array.IndexOf(isAnswer, true), Array.LastIndexOf(isAnswer, true) + 1);
        var from = start - Math.Min(start, PromptLimit(end - start));
        var to = Math.Min(end, from + maxLength);
        TruncatedCount += to - from < end ? 1 : 0;
        return TokenSample.WithMask(id, tokens[from..to], isAnswer[from..to]);
    }

    // What a completion leaves to its prompt, at least half.
    private int PromptLimit(int completionLength) => Math.Max(maxLength / 2, maxLength - completionLength);

    private int[] Counted(int[] tokens, int wholeLength)
    {
        TruncatedCount += tokens.Length < wholeLength ? 1 : 0;
        return tokens;
    }

    private static int[] Beginning(int[] tokens, int limit) => tokens.Length <= limit ? tokens : tokens[..limit];

    private static int[] End(int[] tokens, int limit) => tokens.Length <= limit ? tokens : tokens[^limit..];

    private int[] Ended(int[] tokens)
    {
        var end = tokenizer.EndOfSequenceId
            ?? throw new InvalidDataException("the tokenizer names no end-of-sequence token");
        return tokens.Length > 0 && tokens[^1] == end ? tokens : [.. tokens, end];
    }
}
