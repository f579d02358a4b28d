using System.Text.RegularExpressions;

namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>
/// The families' formats. A published template is recognised by the expressions with which it writes a message, not by
/// its whole text: versions differ in what they do with tools, which no dialogue here has. What differs between
/// versions and shows in a dialogue, such as a default system message, is read from the template.
/// </summary>
internal static partial class ChatFormats
{
    public const string Llama2 = "llama-2";
    public const string Llama3 = "llama-3";
    public const string Llama31 = "llama-3.1";
    public const string Mistral = "mistral";
    public const string ChatMl = "chatml";
    public const string Qwen3 = "qwen-3";

    public static ChatFormat? Recognise(TemplateSource template, SpecialTokenNames names)
    {
        var beginning = names.BeginningOfSequence ?? "";
        var end = names.EndOfSequence ?? "";
        return (ChatFormat?)(AsLlama3(template, beginning) ?? AsChatMl(template, beginning))
            ?? AsLlama2(template, beginning, end) ?? AsMistral(template, beginning, end);
    }

    // Llama 3.1 and later put dates before the system message; today's, where a template asks for it, would decide
    // bits, so the date it falls back on is taken.
    private static TurnFormat? AsLlama3(TemplateSource template, string beginning)
    {
        if (!template.Has(
            "'<|start_header_id|>'+message['role']+'<|end_header_id|>\n\n'+message['content']|trim+'<|eot_id|>'"))
            return null;
        var date = FallbackDate().Match(template.Text);
        var hasDates = template.Has("'Cutting Knowledge Date: December 2023\n'") && date.Success
            && template.Has("'Today Date: '+date_string+'\n\n'");
        if (!hasDates && template.Has("system_message"))
            return null;
        return new TurnFormat
        {
            Name = hasDates ? Llama31 : Llama3,
            Beginning = beginning,
            BeforeRole = "<|start_header_id|>",
            AfterRole = "<|end_header_id|>\n\n",
            End = "<|eot_id|>",
            Trims = true,
            SystemPreamble = hasDates
                ? $"Cutting Knowledge Date: December 2023\nToday Date: {date.Groups["date"].Value}\n\n"
                : null
        };
    }

    // Qwen3's answers begin with thoughts; its prompts open with empty ones, as with enable_thinking = False.
    private static TurnFormat? AsChatMl(TemplateSource template, string beginning)
    {
        if (!template.Has("'<|im_start|>'+message['role']+'\n'+message['content']+'<|im_end|>\n'"))
            return null;
        var hasThoughts = template.Has("<think>");
        if (hasThoughts && !(template.Has("enable_thinking") && template.Has(
            "'\n<think>\n'+reasoning_content.strip('\n')+'\n</think>\n\n'+content.lstrip('\n')")))
            return null;
        var system = DefaultSystem().Match(template.Text);
        return new TurnFormat
        {
            Name = hasThoughts ? Qwen3 : ChatMl,
            Beginning = template.Has("bos_token") ? beginning : "",
            BeforeRole = "<|im_start|>",
            AfterRole = "\n",
            End = "<|im_end|>",
            Separator = "\n",
            DefaultSystem = system.Success ? system.Groups["text"].Value : null,
            HasThoughts = hasThoughts
        };
    }

    private static InstructionFormat? AsLlama2(TemplateSource template, string beginning, string end)
    {
        string[] expressions =
        [
            "bos_token+'[INST] '+content|trim+' [/INST]'",
            "'<<SYS>>\n'+system_message+'\n<</SYS>>\n\n'+message['content']",
            "' '+content|trim+' '+eos_token",
        ];
        return !expressions.All(template.Has)
            ? null
            : new InstructionFormat
            {
                Name = Llama2,
                BeforeQuestion = $"{beginning}[INST] ",
                AfterQuestion = " [/INST]",
                BeforeAnswer = " ",
                End = $" {end}",
                TrimsQuestions = true,
                TrimsAnswers = true,
                AroundSystem = ("<<SYS>>\n", "\n<</SYS>>\n\n")
            };
    }

    // Mistral's versions differ in where spaces stand, and in where the system message does.
    private static InstructionFormat? AsMistral(TemplateSource template, string beginning, string end)
    {
        var question = MistralQuestion().Match(template.Text);
        var answer = MistralAnswer().Match(template.Text);
        if (!question.Success || !answer.Success || !template.Has("bos_token") || template.Has("<<SYS>>"))
            return null;
        var (before, after) = (question.Groups["before"].Value, question.Groups["after"].Value);
        return new InstructionFormat
        {
            Name = Mistral,
            Beginning = beginning,
            BeforeQuestion = before,
            AfterQuestion = after,
            BeforeAnswer = answer.Groups["before"].Value,
            End = end,
            Separator = answer.Groups["after"].Value,
            TrimsAnswers = answer.Groups["trim"].Success,
            AroundSystem = template.Has($"'{before}'+system_message+'\n\n'+message['content']+'{after}'")
                ? ("", "\n\n")
                : null,
            IsSystemLast = template.Has("loop.last and system_message")
        };
    }

    [GeneratedRegex(@"date_string='(?<date>[^']*)'")]
    private static partial Regex FallbackDate();

    // A quote between letters is an apostrophe, and ends no literal.
    [GeneratedRegex(@"'<\|im_start\|>system\n(?<text>(?:[^'<]|\b'\b)*)<\|im_end\|>\n")]
    private static partial Regex DefaultSystem();

    [GeneratedRegex(@"'(?<before> ?\[INST\] ?)'\+message\['content'\]\+'(?<after> ?\[/INST\])'")]
    private static partial Regex MistralQuestion();

    [GeneratedRegex(
        @"('(?<before> )'\+)?message\['content'\](?<trim>\|trim)?\+eos_token(\+'(?<after> )')?")]
    private static partial Regex MistralAnswer();
}
