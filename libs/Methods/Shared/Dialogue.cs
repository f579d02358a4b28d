using System.Text.RegularExpressions;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// Dialogues as rows hold them: one text with turns in the style of Anthropic's HH data, which is what
/// <see cref="DialogueText"/> makes of lists of messages; here it is taken apart again.
/// </summary>
public static partial class Dialogue
{
    /// <summary>
    /// The messages of a prompt. One that does not begin with a turn and end with the assistant's mark is one message
    /// of the user.
    /// </summary>
    public static IReadOnlyList<ChatMessage> OfPrompt(string prompt)
    {
        var marks = MarksIn(prompt);
        return marks is [{ Index: 0 }, .., _] && prompt.EndsWith(DialogueText.AssistantMark, StringComparison.Ordinal)
            ? [.. Turns(prompt[..^DialogueText.AssistantMark.Length], marks[..^1])]
            : [new ChatMessage(ChatRole.User, prompt)];
    }

    /// <summary>The messages of an answer: the assistant's, and those that follow it.</summary>
    public static IReadOnlyList<ChatMessage> OfAnswer(string answer)
    {
        var marks = MarksIn(answer);
        var end = marks.Length > 0 ? marks[0].Index : answer.Length;
        return [new ChatMessage(ChatRole.Assistant, answer[..end]), .. Turns(answer, marks)];
    }

    private static Match[] MarksIn(string text) => [.. Marks().Matches(text).Cast<Match>()];

    private static IEnumerable<ChatMessage> Turns(string text, Match[] marks)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            var start = marks[i].Index + marks[i].Length;
            var end = i + 1 < marks.Length ? marks[i + 1].Index : text.Length;
            yield return new ChatMessage(RoleOf(marks[i].Groups["role"].Value), text[start..end]);
        }
    }

    private static ChatRole RoleOf(string mark) => mark switch
    {
        "Human" => ChatRole.User,
        "Assistant" => ChatRole.Assistant,
        _ => ChatRole.System,
    };

    [GeneratedRegex(@"\n\n(?<role>Human|Assistant|System):(?: |\z)")]
    private static partial Regex Marks();
}
