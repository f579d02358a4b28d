using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Transformer.Tests.Tokenization.Chat;

/// <summary>
/// <c>golden/make-chat-golden.mjs</c> renders the families' published templates with Hugging Face's Jinja.
/// </summary>
public sealed class ChatFormatTests
{
    private static readonly string Folder = Path.Combine(
        AppContext.BaseDirectory, "Tokenization", "Chat", "golden");

    private static readonly JsonElement[] Renderings =
    [
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "renderings.json"))).RootElement.EnumerateArray(),
    ];

    public static TheoryData<string, string> Templates => new()
    {
        { "llama-2", "llama-2" }, { "llama-3", "llama-3" }, { "llama-3.1", "llama-3.1" },
        { "mistral-v0.1", "mistral" }, { "mistral-v0.2", "mistral" }, { "mistral-v0.3", "mistral" },
        { "mistral-nemo", "mistral" }, { "chatml", "chatml" }, { "qwen-2", "chatml" }, { "qwen-2.5", "chatml" },
        { "qwen-3", "qwen-3" }, { "qwen-3-later", "qwen-3" }, { "qwen-3-instruct", "chatml" },
        { "qwen-2.5-math", "chatml" }, { "chatml-default", "chatml" }
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Render_Dialogues_EqualsThePublishedTemplate(string template, string name)
    {
        var renderings = Renderings.Where(item => item.GetProperty("name").GetString() == template).ToArray();
        Assert.Equal(9, renderings.Length);
        foreach (var item in renderings.Where(item => !LosesItsSystemMessage(template, item)))
        {
            var (beginning, end) = (item.GetProperty("bos_token"), item.GetProperty("eos_token"));
            var format = ChatFormat.Recognise(Load(Template(template), beginning.GetString(), end.GetString()));
            var opensAnswer = item.GetProperty("add_generation_prompt").GetBoolean();

            Assert.Equal(name, format?.Name);
            if (item.GetProperty("text").GetString() is { } expected)
                Assert.Equal(expected, format!.Render(Messages(item), opensAnswer).Text);
            else
                Assert.Throws<InvalidDataException>(() => format!.Render(Messages(item), opensAnswer));
        }
    }

    // Where the system message stands in the last question the published template leaves it out once that is answered,
    // so that an answer would be learned without what it was given with.
    [Fact]
    public void Render_SystemInTheLastQuestion_StaysWhenItIsAnswered()
    {
        var format = ChatFormat.Recognise(Load(Template("mistral-nemo"), "<s>", "</s>"))!;
        ChatMessage[] messages =
            [new(ChatRole.System, "s"), new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.User, "c")];

        var asked = format.Render(messages, opensAnswer: true).Text;

        Assert.Equal("<s>[INST]a[/INST]b</s>[INST]s\n\nc[/INST]", asked);
        Assert.Equal(
            asked + "d</s>", format.Render([.. messages, new(ChatRole.Assistant, "d")], opensAnswer: false).Text);
    }

    // Written out from the families' documentation.
    [Theory]
    [InlineData("llama-2", "<s>[INST] <<SYS>>\nS\n<</SYS>>\n\nA [/INST] B </s><s>[INST] C [/INST]")]
    [InlineData("llama-3", "<s><|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|>"
        + "<|start_header_id|>user<|end_header_id|>\n\nA<|eot_id|>"
        + "<|start_header_id|>assistant<|end_header_id|>\n\nB<|eot_id|>"
        + "<|start_header_id|>user<|end_header_id|>\n\nC<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("mistral-v0.3", "<s>[INST] A[/INST] B</s>[INST] S\n\nC[/INST]")]
    [InlineData("qwen-2.5", "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nA<|im_end|>\n"
        + "<|im_start|>assistant\nB<|im_end|>\n<|im_start|>user\nC<|im_end|>\n<|im_start|>assistant\n")]
    public void Render_Dialogue_IsTheFamilysFormat(string template, string expected)
    {
        var format = ChatFormat.Recognise(Load(Template(template), "<s>", "</s>"))!;

        Assert.Equal(expected, format.Render(
            [new(ChatRole.System, "S"), new(ChatRole.User, "A"), new(ChatRole.Assistant, "B"), new(ChatRole.User, "C")],
            opensAnswer: true).Text);
    }

    [Theory]
    [InlineData("{{ '<|im_start|>system\\nYou\\'re kind.<|im_end|>\\n' }}")]
    [InlineData("{{ \"<|im_start|>system\\nYou're kind.<|im_end|>\\n\" }}")]
    [InlineData("{{ '<|im_start|>system\\nYou\\u0027re\\x20kind.<|im_end|>\\n' }}")]
    [InlineData("{{ '<|im_start|>system\\nYou\\'re ' + 'kind.' + '<|im_end|>' + '\\n' }}")]
    public void Render_DefaultSystemWithAnApostrophe_IsWhole(string system)
    {
        const string turn = "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}";
        var format = ChatFormat.Recognise(Load(system + turn, "<s>", "</s>"))!;

        Assert.StartsWith(
            "<|im_start|>system\nYou're kind.<|im_end|>\n",
            format.Render([new(ChatRole.User, "a")], opensAnswer: true).Text);
    }

    [Theory]
    [InlineData("{{ messages }}")]
    [InlineData("{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] }}{% endfor %}")]
    [InlineData("{{ '<start_of_turn>' + message['role'] + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}")]
    [InlineData("{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] | trim + '<|im_end|>' + '\\n' }}")]
    [InlineData("{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n<think>' }}")]
    [InlineData("{% set content = message.content | trim %}"
        + "{{ '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}")]
    public void Recognise_AnotherTemplate_IsNone(string template) =>
        Assert.Null(ChatFormat.Recognise(Load(template, "<s>", "</s>")));

    // Published ones, and what a dialogue without them would lack.
    [Theory]
    [InlineData("{{ bos_token }}{{ '[SYSTEM_PROMPT]' + system_message + '[/SYSTEM_PROMPT]' }}"
        + "{{ '[INST]' + message['content'] + '[/INST]' }}{{ message['content'] + eos_token }}")]
    [InlineData("{{ bos_token }}{% if messages[0]['role'] == 'system' %}"
        + "{{ '[INST] ' + messages[0]['content'] + ' ' + messages[1]['content'] + ' [/INST]' }}{% endif %}"
        + "{{ '[INST] ' + message['content'] + ' [/INST]' }}{{ message['content'] + eos_token }}")]
    [InlineData("{% set system_message = 'Be ' + mood %}"
        + "{{ '<|im_start|>system\\n' + system_message + '<|im_end|>\\n' }}"
        + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}")]
    [InlineData("{% set system_message = '' %}{{ '<|im_start|>system\\n' + system_message + '<|im_end|>\\n' }}"
        + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}")]
    [InlineData("<|im_start|>system\nBe kind.<|im_end|>\n"
        + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}")]
    [InlineData("{{ '<|start_header_id|>system<|end_header_id|>\\n\\nBe kind.<|eot_id|>' }}{{ '<|start_header_id|>' "
        + "+ message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}")]
    public void Recognise_ASystemMessageElsewhere_IsNone(string template) =>
        Assert.Null(ChatFormat.Recognise(Load(template, "<s>", "</s>")));

    [Fact]
    public void Recognise_NoTemplate_IsNone() => Assert.Null(ChatFormat.Recognise(Load(null, "<s>", "</s>")));

    // The whole text is encoded at once; answers and the tokens that end them are marked, and nothing else.
    [Theory]
    [InlineData("llama-2", "family-llama2", 0, " b </s> d </s>")]
    [InlineData("mistral-v0.3", "family-mistral", 0, " b</s> d</s>")]
    [InlineData("mistral-v0.3", "family-mistral", 2, " d</s>")]
    [InlineData("qwen-2.5", "family-qwen", 0, "b<|im_end|>d<|im_end|>")]
    [InlineData("llama-3", "family-llama3", 2, "d<|eot_id|>")]
    public void Encode_Dialogue_MarksTheAnswers(string template, string tokenizer, int from, string expected)
    {
        var loaded = Load(Template(template), tokenizer);
        var text = ChatFormat.Recognise(loaded)!.Render(
            [
                new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"),
                new(ChatRole.User, "c"), new(ChatRole.Assistant, "d"),
            ],
            opensAnswer: false);

        var (tokens, isAnswer) = text.Encode(loaded, from);

        Assert.Equal(loaded.Encode(text.Text), tokens);
        var answers = tokens.Where((_, place) => isAnswer[place]).ToArray();
        Assert.Equal(expected, string.Concat(answers.Select(id => loaded.IdToToken(id))).Replace('\u2581', ' '));
    }

    private static bool LosesItsSystemMessage(string template, JsonElement item) =>
        template is "mistral-nemo" or "mistral-v0.3" && !item.GetProperty("add_generation_prompt").GetBoolean()
        && item.GetProperty("messages")[0].GetProperty("role").GetString() == "system";

    private static ChatMessage[] Messages(JsonElement item) =>
    [
        .. item.GetProperty("messages").EnumerateArray().Select(message => new ChatMessage(
            Enum.Parse<ChatRole>(message.GetProperty("role").GetString()!, ignoreCase: true),
            message.GetProperty("content").GetString()!)),
    ];

    private static string Template(string name) => File.ReadAllText(Path.Combine(Folder, "templates", $"{name}.jinja"));

    private static Tokenizer Load(string? template, string? beginning, string? end) => Load(
        template, beginning, end,
        SmallTokenizer.Json(
            [],
            [.. new[] { beginning, end }.OfType<string>().Distinct().Select(SmallTokenizer.Added)]).ToJsonString());

    private static Tokenizer Load(string template, string family)
    {
        var json = Golden.Read($"{family}.tokenizer.json");
        var added = json.GetProperty("added_tokens").EnumerateArray()
            .Select(token => token.GetProperty("content").GetString()!).ToArray();
        return Load(
            template,
            added.FirstOrDefault(token => token is "<s>" or "<|begin_of_text|>"),
            added.First(token => token is "</s>" or "<|eot_id|>" or "<|im_end|>"),
            json.GetRawText());
    }

    private static Tokenizer Load(string? template, string? beginning, string? end, string tokenizer)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", tokenizer);
        folder.Write("tokenizer_config.json", new JsonObject
        {
            ["bos_token"] = beginning, ["eos_token"] = end, ["chat_template"] = template
        }.ToJsonString());
        return TokenizerFiles.Load(folder.Path);
    }
}
