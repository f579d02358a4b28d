using System.Text.Json;

namespace WeakToStrong.Experiments.Data;

/// <summary>
/// Splits preference pairs that carry their prompt inside <c>chosen</c> and <c>rejected</c>.
/// Texts with turns in Anthropic's HH style are split behind the last <c>\n\nAssistant:</c> that both share. Other
/// texts follow TRL's <c>extract_prompt</c>: the longest common beginning, less a trailing space. One space before an
/// answer is no part of it. Lists of messages are split behind the last message that both share, so that each keeps an
/// answer.
/// </summary>
internal static class ImplicitPrompt
{
    public static (string Prompt, string Chosen, string Rejected) Split(JsonElement chosen, JsonElement rejected) =>
        RowValue.IsMessages(chosen) && RowValue.IsMessages(rejected)
            ? SplitMessages(RowValue.Messages(chosen, "chosen"), RowValue.Messages(rejected, "rejected"))
            : SplitText(RowValue.Text(chosen, "chosen"), RowValue.Text(rejected, "rejected"));

    public static (string Prompt, string Chosen, string Rejected) SplitText(string chosen, string rejected)
    {
        var cut = Cut(chosen, chosen.AsSpan().CommonPrefixLength(rejected));
        if (cut == 0)
            throw new RowException(
                "chosen and rejected share no beginning, so there is no prompt; add a prompt column");
        if (cut == chosen.Length && cut == rejected.Length)
            throw new RowException("chosen and rejected are the same text, so prompt and answer cannot be told apart");
        return (chosen[..cut], WithoutSpace(chosen[cut..]), WithoutSpace(rejected[cut..]));
    }

    private static int Cut(string text, int shared)
    {
        var mark = text.AsSpan(0, shared).LastIndexOf(DialogueText.AssistantMark);
        if (mark >= 0)
            return mark + DialogueText.AssistantMark.Length;
        // Never between the two halves of one character.
        if (shared > 0 && char.IsHighSurrogate(text[shared - 1]))
            shared--;
        return shared > 0 && text[shared - 1] == ' ' ? shared - 1 : shared;
    }

    private static string WithoutSpace(string answer) => answer.StartsWith(' ') ? answer[1..] : answer;

    private static (string Prompt, string Chosen, string Rejected) SplitMessages(
        IReadOnlyList<Message> chosen, IReadOnlyList<Message> rejected)
    {
        var most = Math.Min(chosen.Count, rejected.Count) - 1;
        var shared = 0;
        while (shared < most && chosen[shared] == rejected[shared])
            shared++;
        if (shared == 0)
            throw new RowException(
                "chosen and rejected share no first message, so there is no prompt; add a prompt column");
        return (
            Message.RenderPrompt([.. chosen.Take(shared)], "the shared beginning of chosen and rejected"),
            Message.RenderCompletion([.. chosen.Skip(shared)], "chosen"),
            Message.RenderCompletion([.. rejected.Skip(shared)], "rejected"));
    }
}
