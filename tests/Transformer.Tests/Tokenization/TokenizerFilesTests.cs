using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Tests.Tokenization;

public sealed class TokenizerFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "normalizer", """{"type":"NFKC"}""", "field 'normalizer.type' is 'NFKC'; supported: NFC, Prepend, Replace" },
        {
            "normalizer", """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Lowercase"}]}""",
            "field 'normalizer.normalizers[1].type' is 'Lowercase'; supported: NFC, Prepend, Replace"
        },
        {
            "normalizer", """{"type":"Replace","pattern":{"Regex":" +"},"content":" "}""",
            "field 'normalizer.pattern.Regex' is not supported here; supported: 'String'"
        },
        { "decoder", """{"type":"WordPiece"}""", "field 'decoder.type' is 'WordPiece'; supported: ByteLevel" },
        { "decoder", """{"type":"Fuse"}""", "field 'decoder' is not ByteLevel, but pre_tokenizer is" },
        {
            "decoder", """{"type":"Sequence","decoders":[{"type":"Strip","content":" ","start":1,"stop":0}]}""",
            "field 'decoder.decoders[0].type' is 'Strip' without a 'Fuse' before it"
        },
        {
            "decoder", """{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"ByteFallback"}]}""",
            "field 'decoder.decoders[1].type' is 'ByteFallback' after 'Fuse'"
        },
        { "decoder", "null", "field 'decoder' is missing" },
        { "pre_tokenizer", "null", "field 'decoder' is ByteLevel, but no ByteLevel is in pre_tokenizer" },
        { "pre_tokenizer", """{"type":"Whitespace"}""", "field 'pre_tokenizer.type' is 'Whitespace'" },
        {
            "pre_tokenizer", """{"type":"Metaspace","replacement":"▁","prepend_scheme":"second"}""",
            "field 'pre_tokenizer.prepend_scheme' is 'second'; supported: always, first, never"
        },
        {
            "pre_tokenizer", """{"type":"Metaspace","replacement":"ab"}""",
            "field 'pre_tokenizer.replacement' is 'ab'; expected one character"
        },
        {
            "pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},{"type":"ByteLevel"}]}""",
            "field 'pre_tokenizer.pretokenizers[0].type' is 'Whitespace'; supported: ByteLevel, Split"
        },
        {
            "pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"ByteLevel"}]}""",
            "field 'pre_tokenizer.pretokenizers[1].type' comes after ByteLevel; supported there: Split, Digits"
        },
        {
            "pre_tokenizer", Split("Isolated", "(a"),
            "pretokenizers[0].pattern.Regex' cannot be used: a group is not closed"
        },
        { "pre_tokenizer", Split("Kept", "a"), "pretokenizers[0].behavior' is 'Kept'; supported: Removed, Isolated" },
        { "post_processor", """{"type":"BertProcessing"}""", "field 'post_processor.type' is 'BertProcessing'" },
        {
            "post_processor",
            """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<x>"}},{"Sequence":{"id":"A"}}]}""",
            "field 'post_processor.single[0].SpecialToken.id' is '<x>', which is not among added_tokens"
        },
        { "model.type", "\"Unigram\"", "field 'model.type' is 'Unigram'; supported: 'BPE'" },
        { "model.dropout", "0.1", "field 'model.dropout' is 0.1; expected null" },
        { "model.byte_fallback", "true", "field 'model.byte_fallback' is true, but pre_tokenizer is" },
        { "model.end_of_word_suffix", "\"</w>\"", "field 'model.end_of_word_suffix' is '</w>'" },
        { "model.continuing_subword_prefix", "\"##\"", "field 'model.continuing_subword_prefix' is '##'" },
        { "model.merges", "[\"a\"]", "field 'model.merges' is \"a\"; expected pairs of tokens" },
        { "model.merges", "[\"a b\"]", "merge 0 needs the token 'ab', which the vocabulary lacks" },
        { "model.vocab.Ġ", "null", "field 'model.vocab.Ġ' is null; expected an id from 0" },
        { "model.vocab.zz", "7", "field 'model.vocab.zz' has the id 7, which another token has" },
        { "model.vocab.zz", "-7", "field 'model.vocab.zz' is -7; expected an id from 0" },
        { "model.vocab.zz", "2147483647", "field 'model.vocab.zz' is 2147483647; expected an id" },
        { "model.vocab", "{}", "the vocabulary lacks byte 0x00 ('Ā')" },
        { "added_tokens", """[{"content":"<x>"}]""", "field 'added_tokens[0].id' is missing; expected an id from 0" },
        { "added_tokens", """[{"id":300,"content":""}]""", "field 'added_tokens[0].content' is empty" },
        { "added_tokens", """[{"id":9,"content":"<x>"}]""", "gives '<x>' the id 9, which '*' has" },
        { "added_tokens", """[{"id":300,"content":"a"}]""", "gives 'a' the id 300; in model.vocab it has 64" },
        {
            "added_tokens", """[{"id":300,"content":"<x>"},{"id":301,"content":"<x>"}]""",
            "field 'added_tokens' states '<x>' twice"
        }
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Load_UnsupportedOrWrong_NamesFileAndField(string field, string value, string expected)
    {
        var json = SmallTokenizer.Json([]);
        Set(json, field.Split('.'), JsonNode.Parse(value));
        var path = _folder.Write("tokenizer.json", json.ToJsonString());

        var error = Assert.Throws<CheckpointException>(() => TokenizerFiles.Load(_folder.Path));

        Assert.StartsWith($"{path}: ", error.Message);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_NoFile_SaysSo() => Assert.Contains(
        "tokenizer.json: no such file",
        Assert.Throws<CheckpointException>(() => TokenizerFiles.Load(_folder.Path)).Message);

    [Fact]
    public void Load_LoneSurrogateEscape_IsNotValid()
    {
        _folder.Write("tokenizer.json", """{"version":"1.0","decoder":{"type":"\ud800"}}""");

        var error = Assert.Throws<CheckpointException>(() => TokenizerFiles.Load(_folder.Path));

        Assert.Contains("tokenizer.json: not valid JSON", error.Message);
    }

    [Fact]
    public void Load_UnknownTokenButAllBytes_Accepted()
    {
        var json = SmallTokenizer.Json([], SmallTokenizer.Added("<unk>"));
        json["model"]!["unk_token"] = "<unk>";
        json["truncation"] = JsonNode.Parse("""{"max_length":8}""");

        Assert.Equal("ab", SmallTokenizer.Load(json).Decode([64, 65]));
    }

    /// <summary>Hugging Face tokenizers counts as punctuation what was it in Unicode 8.</summary>
    [Fact]
    public void Encode_PunctuationOfLaterVersions_IsNone()
    {
        var json = SmallTokenizer.Json([]);
        json["pre_tokenizer"] = JsonNode.Parse(
            """
            {"type":"Sequence","pretokenizers":[
              {"type":"Punctuation","behavior":"Removed"},{"type":"ByteLevel","add_prefix_space":false}]}
            """);
        var tokenizer = SmallTokenizer.Load(json);

        const string text = "a,$\u061D\u2E4F\u2E42\u166D\U0001144B\U00011661\U0001E95F\U000111C9~\u3001";

        Assert.Equal("a\u061D\u2E4F\U0001144B\U00011661\U0001E95F", tokenizer.Decode(tokenizer.Encode(text)));
    }

    /// <summary>As files of 2020 and before, and as newer ones that drop nothing out.</summary>
    [Fact]
    public void Load_ModelWithoutTypeAndDropoutOfZero_IsRead()
    {
        var json = SmallTokenizer.Json(["a b"]);
        json["model"]!.AsObject().Remove("type");
        json["model"]!["dropout"] = 0.0;

        Assert.Equal([256], SmallTokenizer.Load(json).Encode("ab"));
    }

    [Fact]
    public void Save_ThenLoad_KeepsRolesAndFlags()
    {
        var tokenizer = BpeTrainer.Train(["ab ab"], new()
        {
            VocabularySize = 300,
            SpecialTokens = ["<pad>", "<bos>", "<eos>"],
            Names = new() { BeginningOfSequence = "<bos>", EndOfSequence = "<eos>", Padding = "<pad>" }
        });

        TokenizerFiles.Save(tokenizer, _folder.Path);
        var loaded = TokenizerFiles.Load(_folder.Path);

        Assert.Equal(tokenizer.SpecialTokens, loaded.SpecialTokens);
        Assert.Equal(tokenizer.AddedTokens, loaded.AddedTokens);
        Assert.Equal((1, 2, 0), (loaded.BeginningOfSequenceId, loaded.EndOfSequenceId, loaded.PaddingId));
        Assert.Equal(tokenizer.Encode("<bos>ab ab<eos>"), loaded.Encode("<bos>ab ab<eos>"));
        Assert.Equal(
            """{"bos_token":"<bos>","eos_token":"<eos>","pad_token":"<pad>"}""",
            JsonNode.Parse(File.ReadAllText(_folder.File("special_tokens_map.json")))!.ToJsonString(Relaxed));
    }

    [Fact]
    public void Save_WholeWords_KeepsPatternAndIgnoresMerges()
    {
        var tokenizer = BpeTrainer.Train([" code07 is a-b"], new()
        {
            VocabularySize = 300,
            MinimumFrequency = 1,
            PreTokenizer = PreTokenizer.WhiteSpace,
            WholeWords = true
        });

        TokenizerFiles.Save(tokenizer, _folder.Path);

        Assert.Equal(3, TokenizerFiles.Load(_folder.Path).Encode(" a-b is code07").Length);
    }

    [Fact]
    public void Save_Twice_SameBytes()
    {
        var tokenizer = BpeTrainer.Train(["naïve naïve 🙂🙂"], new() { VocabularySize = 300 });
        TokenizerFiles.Save(tokenizer, _folder.File("a"));
        TokenizerFiles.Save(TokenizerFiles.Load(_folder.File("a")), _folder.File("b"));

        foreach (var name in (string[])["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"])
            Assert.Equal(
                File.ReadAllText(Path.Combine(_folder.File("a"), name)),
                File.ReadAllText(Path.Combine(_folder.File("b"), name)));
    }

    [Fact]
    public void Load_RoleWrittenOut_IsRead()
    {
        _folder.Write("tokenizer.json", SmallTokenizer.Json([], SmallTokenizer.Added("<s>")).ToJsonString());
        _folder.Write("tokenizer_config.json", """{"eos_token":{"content":"<s>","lstrip":false},"pad_token":null}""");

        Assert.Equal(256, TokenizerFiles.Load(_folder.Path).EndOfSequenceId);
    }

    [Fact]
    public void Load_RoleWithoutToken_SaysSo()
    {
        _folder.Write("tokenizer.json", SmallTokenizer.Json([]).ToJsonString());
        _folder.Write("tokenizer_config.json", """{"eos_token":"<s>"}""");

        Assert.Contains(
            "has no token '<s>', which tokenizer_config.json calls eos_token",
            Assert.Throws<CheckpointException>(() => TokenizerFiles.Load(_folder.Path)).Message);
    }

    [Fact]
    public void Load_PaddingThatNoFileHas_IsNone()
    {
        _folder.Write("tokenizer.json", SmallTokenizer.Json([], SmallTokenizer.Added("<s>")).ToJsonString());
        _folder.Write("tokenizer_config.json", """{"eos_token":"<s>","pad_token":"[PAD]"}""");

        Assert.Null(TokenizerFiles.Load(_folder.Path).SpecialTokens.Padding);
    }

    [Theory]
    [InlineData(257, false)]
    [InlineData(258, true)]
    public void Load_PaddingBehindTheModelsRows_IsLeftOut(int rows, bool isThere)
    {
        _folder.Write(
            "tokenizer.json",
            SmallTokenizer.Json([], SmallTokenizer.Added("<s>"), SmallTokenizer.Added("<pad>")).ToJsonString());
        _folder.Write("tokenizer_config.json", """{"eos_token":"<s>","pad_token":"<pad>"}""");

        var tokenizer = TokenizerFiles.Load(_folder.Path, rows);

        Assert.Equal(isThere ? "<pad>" : null, tokenizer.SpecialTokens.Padding);
        Assert.Equal(isThere ? 258 : 257, tokenizer.VocabularySize);
        Assert.Equal(isThere ? 1 : 5, tokenizer.Encode("<pad>").Length);
        Assert.Equal("<pad>", tokenizer.Decode(tokenizer.Encode("<pad>"), skipSpecial: false));
    }

    [Fact]
    public void Load_ATokenWithARole_IsMarkupWhateverTheFileSays()
    {
        var end = SmallTokenizer.Added("<end>");
        end["special"] = false;
        _folder.Write("tokenizer.json", SmallTokenizer.Json([], end).ToJsonString());
        _folder.Write("tokenizer_config.json", """{"eos_token":"<end>"}""");
        var tokenizer = TokenizerFiles.Load(_folder.Path);

        Assert.Equal("a", tokenizer.Decode(tokenizer.Encode("a<end>"), skipSpecial: true));
    }

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Split(string behavior, string pattern) =>
        $$$"""
        {"type":"Sequence","pretokenizers":[
          {"type":"Split","pattern":{"Regex":"{{{pattern}}}"},"behavior":"{{{behavior}}}","invert":false},
          {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}
        """;

    private static void Set(JsonObject json, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path.Length == 1)
            json[path[0]] = value;
        else
            Set(json[path[0]]!.AsObject(), path[1..], value);
    }
}
