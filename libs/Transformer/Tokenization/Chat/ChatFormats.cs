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
        if (!hasDates && (template.Has("system_message") || template.Has("<|start_header_id|>system")))
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
        if (!Writes("message['content']") && !(Writes("content") && ContentVariable().IsMatch(template.Text)))
            return null;
        var hasThoughts = template.Has("<think>");
        if (hasThoughts && !(template.Has("enable_thinking") && template.Has(
            "'\n<think>\n'+reasoning_content.strip('\n')+'\n</think>\n\n'+content.lstrip('\n')")))
            return null;
        if (!TryFindDefaultSystem(template, out var system))
            return null;
        return new TurnFormat
        {
            Name = hasThoughts ? Qwen3 : ChatMl,
            Beginning = template.Has("bos_token") ? beginning : "",
            BeforeRole = "<|im_start|>",
            AfterRole = "\n",
            End = "<|im_end|>",
            Separator = "\n",
            DefaultSystem = system,
            HasThoughts = hasThoughts
        };

        bool Writes(string content) =>
            template.Has($"'<|im_start|>'+message['role']+'\n'+{content}+'<|im_end|>\n'");
    }

    /// <summary>False where there is one that cannot be read, which a dialogue must not be without.</summary>
    private static bool TryFindDefaultSystem(TemplateSource template, out string? system)
    {
        var written = DefaultSystem().Match(template.Text);
        system = written.Success ? TemplateSource.Plain(written.Groups["text"].Value) : null;
        if (!template.Has("system_message"))
            return !SystemOutsideLiterals().IsMatch(template.Text);
        if (written.Success || SystemVariable().Matches(template.Text) is not [var variable]
            || !template.Has("'<|im_start|>system\n'+system_message+'<|im_end|>\n'"))
            return false;
        var text = TemplateSource.Plain(variable.Groups["text"].Value);
        system = text.Length > 0 ? text : null;
        return system is not null || template.Has("if system_message");
    }

    private static InstructionFormat? AsLlama2(TemplateSource template, string beginning, string end)
    {
        string[] expressions =
        [
            "bos_token+'[INST] '+content|trim+' [/INST]'",
            "'<<SYS>>\n'+system_message+'\n<</SYS>>\n\n'+message['content']",
            "' '+content|trim+' '+eos_token",
        ];
        return !expressions.All(template.Has) || template.Has("set system_message='")
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
        var hasSystem = template.Has($"'{before}'+system_message+'\n\n'+message['content']+'{after}'");
        // A system message that stands elsewhere, as in Mistral's later versions, is another format.
        if (!hasSystem && template.Has("system"))
            return null;
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
            AroundSystem = hasSystem ? ("", "\n\n") : null,
            IsSystemLast = template.Has("loop.last and system_message")
        };
    }

    [GeneratedRegex(@"date_string='(?<date>[^']*)'")]
    private static partial Regex FallbackDate();

    [GeneratedRegex(@"'<\|im_start\|>system\n(?<text>[^']*?)<\|im_end\|>\n")]
    private static partial Regex DefaultSystem();

    [GeneratedRegex(@"set content=message\['content'\]\s*-?%\}")]
    private static partial Regex ContentVariable();

    [GeneratedRegex(@"(?<!')<\|im_start\|>system")]
    private static partial Regex SystemOutsideLiterals();

    [GeneratedRegex(@"set system_message='(?<text>[^']*)'\s*-?%\}")]
    private static partial Regex SystemVariable();

    [GeneratedRegex(@"'(?<before> ?\[INST\] ?)'\+message\['content'\]\+'(?<after> ?\[/INST\])'")]
    private static partial Regex MistralQuestion();

    [GeneratedRegex(
        @"('(?<before> )'\+)?message\['content'\](?<trim>\|trim)?\+eos_token(\+'(?<after> )')?")]
    private static partial Regex MistralAnswer();
}
