using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Tests.Tokenization.Json;

public sealed class TokenizerConfigTests : IDisposable
{
    private const string Roles = """ "bos_token":"<s>","eos_token":"</s>" """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // 256 <s>, 257 </s>; 64 is 'a'. What transformers makes of the flags and of the class.
    [Theory]
    [InlineData("", new[] { 64 })]
    [InlineData(""","tokenizer_class":"Qwen2Tokenizer","add_bos_token":false""", new[] { 64 })]
    [InlineData(""","tokenizer_class":"LlamaTokenizer" """, new[] { 256, 64 })]
    [InlineData(""","tokenizer_class":"LlamaTokenizerFast","add_eos_token":true""", new[] { 256, 64, 257 })]
    [InlineData(""","tokenizer_class":"LlamaTokenizer","add_bos_token":false""", new[] { 64 })]
    [InlineData(""","add_bos_token":true""", new[] { 256, 64 })]
    [InlineData(""","add_eos_token":true""", new[] { 64, 257 })]
    public void Load_BeginningAndEnd_AsTheConfigStates(string more, int[] expected)
    {
        var tokenizer = Load($"{{{Roles}{more}}}");

        Assert.Equal(expected, tokenizer.EncodeSequence("a"));
        Assert.Equal([64], tokenizer.Encode("a"));
    }

    [Fact]
    public void Load_TemplateAndNoFlags_TheTemplateStands()
    {
        var json = Json();
        json["post_processor"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"</s>"}}]}""");
        _folder.Write("tokenizer.json", json.ToJsonString());
        _folder.Write("tokenizer_config.json", $$"""{{{Roles}},"tokenizer_class":"LlamaTokenizer"}""");

        Assert.Equal([64, 257], TokenizerFiles.Load(_folder.Path).EncodeSequence("a"));
    }

    [Fact]
    public void Load_BeginningInTheVocabularyAlone_IsPutBefore()
    {
        var json = SmallTokenizer.Json([]);
        json["model"]!["vocab"]!["<s>"] = 256;
        _folder.Write("tokenizer.json", json.ToJsonString());
        _folder.Write("tokenizer_config.json", """{"bos_token":"<s>","add_bos_token":true}""");

        Assert.Equal([256, 64], TokenizerFiles.Load(_folder.Path).EncodeSequence("a"));
    }

    /// <summary>As transformers adds what its config lists to what tokenizers has read.</summary>
    [Fact]
    public void Load_TokensOfTheConfig_CountAndAreAdded()
    {
        var tokenizer = Load(
            """
            {"added_tokens_decoder":{
              "258":{"content":"<|im_end|>","special":true},
              "257":{"content":"</s>","lstrip":true,"special":false}}}
            """);

        Assert.Equal([64, 258, 64, 257], tokenizer.Encode("a<|im_end|>a </s>"));
        Assert.Equal("aa</s>", tokenizer.Decode([64, 258, 64, 257], skipSpecial: true));
    }

    [Theory]
    [InlineData("259", "gives '<x>' the id 259; tokenizer.json does not have that token, and the next id is 258")]
    [InlineData("-1", ".-1' is not an id from 0 to 4194303")]
    public void Load_TokenOfTheConfigWithAnotherId_IsRefused(string id, string expected) => Assert.Contains(
        expected,
        Assert.Throws<CheckpointException>(
            () => Load($"{{\"added_tokens_decoder\":{{\"{id}\":{{\"content\":\"<x>\"}}}}}}")).Message);

    [Fact]
    public void Load_RoleInTheVocabularyAlone_IsFoundInText()
    {
        var json = SmallTokenizer.Json([]);
        json["model"]!["vocab"]!["<s>"] = 256;
        _folder.Write("tokenizer.json", json.ToJsonString());
        _folder.Write("tokenizer_config.json", """{"bos_token":"<s>"}""");
        var tokenizer = TokenizerFiles.Load(_folder.Path);

        Assert.Equal([64, 256, 64], tokenizer.Encode("a<s>a"));
        Assert.Equal("aa", tokenizer.Decode([64, 256, 64], skipSpecial: true));
    }

    [Fact]
    public void Load_RolesInTheirOwnFile_AreRead()
    {
        _folder.Write("special_tokens_map.json", """{"eos_token":{"content":"</s>"}}""");

        Assert.Equal(257, Load("{}").EndOfSequenceId);
    }

    [Fact]
    public void Load_ChatTemplate_FromItsFileFirst()
    {
        Assert.Equal("in config", Load("""{"chat_template":"in config"}""").ChatTemplate);
        Assert.Equal("default one", Load(
            """{"chat_template":[{"name":"tools","template":"x"},{"name":"default","template":"default one"}]}""")
            .ChatTemplate);

        _folder.Write("chat_template.jinja", "in file");

        Assert.Equal("in file", Load("""{"chat_template":"in config"}""").ChatTemplate);
    }

    [Fact]
    public void Save_ChatTemplate_IsKept()
    {
        TokenizerFiles.Save(Load("""{"chat_template":"{{ messages }}"}"""), _folder.File("saved"));

        Assert.Equal("{{ messages }}", TokenizerFiles.Load(_folder.File("saved")).ChatTemplate);
    }

    [Fact]
    public void Load_SplitSpecialTokens_IsRefused() => Assert.Contains(
        "tokenizer_config.json: field 'split_special_tokens' is true",
        Assert.Throws<CheckpointException>(() => Load("""{"split_special_tokens":true}""")).Message);

    private static System.Text.Json.Nodes.JsonObject Json() =>
        SmallTokenizer.Json([], SmallTokenizer.Added("<s>"), SmallTokenizer.Added("</s>"));

    private Tokenizer Load(string config)
    {
        _folder.Write("tokenizer.json", Json().ToJsonString());
        _folder.Write("tokenizer_config.json", config);
        return TokenizerFiles.Load(_folder.Path);
    }
}
