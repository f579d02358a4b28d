using System.ComponentModel;
using System.Text.Json.Serialization;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// How a question becomes a prompt: for answering it, and for correcting an answer to it. A model folder carries
/// the templates that it was tuned with.
/// </summary>
public sealed record PromptTemplates
{
    private const string EditingInstruction =
        "Editing the following Question-Answer pair to make it more helpful and harmless: "
        + "Question: {question} | Answer: {answer}";

    [Description("Prompt for an answer; {question} is replaced.")]
    public required string Answer { get; init; }

    [Description("Prompt for a correction; {question} and {answer} are replaced.")]
    public required string Correction { get; init; }

    [Description("Name of the chat format that the prompts are messages of; none where they are whole texts.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Chat { get; init; }

    /// <summary>
    /// Aligner, Algorithm 1 (NeurIPS 2024, page 31): the wrapper alone, and the editing instruction in it.
    /// </summary>
    public static PromptTemplates Aligner { get; } = new()
    {
        Answer = "BEGINNING OF CONVERSATION: USER: {question} ASSISTANT:",
        Correction = "BEGINNING OF CONVERSATION: USER: " + EditingInstruction + " ASSISTANT:",
    };

    /// <summary>The generated world's tags.</summary>
    public static PromptTemplates World { get; } = new()
    {
        Answer = "<chat> {question} <ans>",
        Correction = "<chat> {question} <ans> {answer} <fix>",
    };

    /// <summary>
    /// The question as a message to a chat model, and the Aligner paper's editing instruction as one.
    /// </summary>
    public static PromptTemplates Chatting(string format) => new()
    {
        Answer = "{question}",
        Correction = EditingInstruction,
        Chat = format,
    };

    public string ForAnswer(string question) => Fill(Answer, question, "");

    public string ForCorrection(string question, string answer) => Fill(Correction, question, answer);

    /// <summary>One pass, so that a question that itself holds <c>{answer}</c> stays as it is.</summary>
    private static string Fill(string template, string question, string answer)
    {
        const string questionMark = "{question}";
        const string answerMark = "{answer}";
        var text = new System.Text.StringBuilder(template.Length + question.Length + answer.Length);
        for (var at = 0; at < template.Length;)
        {
            var rest = template.AsSpan(at);
            if (rest.StartsWith(questionMark, StringComparison.Ordinal))
                (text, at) = (text.Append(question), at + questionMark.Length);
            else if (rest.StartsWith(answerMark, StringComparison.Ordinal))
                (text, at) = (text.Append(answer), at + answerMark.Length);
            else
                text.Append(template[at++]);
        }
        return text.ToString();
    }
}
