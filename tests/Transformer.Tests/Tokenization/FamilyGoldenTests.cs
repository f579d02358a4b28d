using System.Text;
using System.Text.Json;
using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;
using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tests.Tokenization;

/// <summary>
/// Small tokenizers in the structure of each family's files; <c>golden/make-family-golden.mjs</c> writes what Hugging
/// Face tokenizers answers.
/// </summary>
public sealed class FamilyGoldenTests
{
    private static readonly JsonElement Cases = Golden.Read("family-cases.json");

    private static readonly string[] Texts =
        [.. Cases.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];

    private static readonly string[] Names =
        [.. Cases.GetProperty("answers").EnumerateObject().Select(family => family.Name)];

    public static TheoryData<string> Families => [.. Names];

    // Of normalised added tokens the reference's newest release decodes the normalised text, all others the token's
    // own; the family that has such tokens is left out.
    public static TheoryData<string> Decoded => [.. Names.Where(name => name != "family-llama2-flags")];

    public static TheoryData<string> Reversible =>
        ["family-llama2", "family-tekken", "family-llama3", "family-qwen", "family-digits"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Encode_AwkwardTexts_EqualsReference(string name)
    {
        var tokenizer = Load(name);
        foreach (var (text, answer) in Answers(name))
        {
            var ids = Golden.Ids(answer, "ids");
            var before = answer.TryGetProperty("before", out _) ? Golden.Ids(answer, "before") : [];
            Assert.Equal(Describe(text, ids), Describe(text, tokenizer.Encode(text)));
            Assert.Equal(Describe(text, [.. before, .. ids]), Describe(text, tokenizer.EncodeSequence(text)));
        }
    }

    [Theory]
    [MemberData(nameof(Decoded))]
    public void Decode_AwkwardTexts_EqualsReference(string name)
    {
        var tokenizer = Load(name);
        foreach (var (text, answer) in Answers(name))
        {
            var ids = Golden.Ids(answer, "ids");
            var decoded = answer.TryGetProperty("decoded", out var other) ? other.GetString() : text;
            var shown = answer.TryGetProperty("decodedWithoutSpecial", out other) ? other.GetString() : decoded;
            Assert.Equal(decoded, tokenizer.Decode(ids));
            Assert.Equal(shown, tokenizer.Decode(ids, skipSpecial: true));
            var stream = new StreamingDecoder(tokenizer, skipSpecial: false);
            Assert.Equal(decoded, string.Concat(ids.Select(stream.Append)) + stream.Finish());
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Save_ThenLoad_MeansTheSame(string name)
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(name);

        TokenizerFiles.Save(tokenizer, folder.Path);
        var loaded = TokenizerFiles.Load(folder.Path);

        Assert.Equal(tokenizer.AddedTokens, loaded.AddedTokens);
        foreach (var text in Texts)
        {
            var ids = tokenizer.EncodeSequence(text);
            Assert.Equal(ids, loaded.EncodeSequence(text));
            Assert.Equal(tokenizer.Decode(ids), loaded.Decode(ids));
        }
    }

    // What is written is what was read, field for field, where the file says all that it means.
    [Theory]
    [InlineData("family-llama2", "normalizer", "pre_tokenizer", "decoder")]
    [InlineData("family-mistral", "normalizer", "pre_tokenizer", "decoder")]
    [InlineData("family-tekken", "normalizer", "pre_tokenizer", "decoder")]
    [InlineData("family-llama3", "normalizer", "pre_tokenizer", "decoder")]
    [InlineData("family-qwen", "normalizer", "pre_tokenizer")]
    public void Save_Fields_AreThoseRead(string name, params string[] fields)
    {
        using var folder = new TemporaryFolder();

        TokenizerFiles.Save(Load(name), folder.Path);

        var read = Golden.Read($"{name}.tokenizer.json");
        var written = JsonDocument.Parse(File.ReadAllBytes(folder.File("tokenizer.json"))).RootElement;
        foreach (var field in fields)
            Assert.True(
                JsonElement.DeepEquals(read.GetProperty(field), written.GetProperty(field)),
                $"{field}: {written.GetProperty(field)}");
        foreach (var field in (string[])["unk_token", "fuse_unk", "byte_fallback", "ignore_merges", "vocab"])
            Assert.True(JsonElement.DeepEquals(
                read.GetProperty("model").GetProperty(field), written.GetProperty("model").GetProperty(field)), field);
    }

    // SentencePiece's visible space is a space when decoded; Qwen's text comes back composed.
    [Theory]
    [MemberData(nameof(Reversible))]
    public void Decode_OfEncodedRandomUnicode_IsTheText(string name)
    {
        var tokenizer = Load(name);
        var random = new SeededRandom(6, name);
        for (var count = 0; count < 500; count++)
        {
            var text = RandomText(random).Replace('\u2581', '_');
            var expected = name == "family-qwen"
                ? CanonicalComposition.Compose(text)
                : text;
            Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void Parts_OfAPieceModel_EncodeAsTheWholeText()
    {
        var model = Load("family-llama2").Parts.Model;
        foreach (var text in Texts.Select(text => text.Replace(' ', '\u2581')).Where(text => text.Length > 0))
            Assert.Equal(model.Encode(text), model.Parts([text]).SelectMany(model.Encode));
        Assert.Equal(
            ["\u2581\u2581a", "\u2581b", "\u2581\u2581"], model.Parts(["\u2581\u2581a\u2581b\u2581\u2581"]));
    }

    [Fact]
    public void Parts_WithAMergeBehindASpace_StayWhole()
    {
        var json = Golden.Read("family-llama2.tokenizer.json").Deserialize<System.Text.Json.Nodes.JsonObject>()!;
        json["model"]!["vocab"]!["a\u2581"] = 5000;
        json["model"]!["merges"]!.AsArray().Add("a \u2581");

        Assert.Single(SmallTokenizer.Load(json).Parts.Model.Parts(["\u2581a\u2581b"]));
    }

    private static string RandomText(SeededRandom random)
    {
        var text = new StringBuilder();
        for (var length = random.NextInt(24) + 1; length > 0; length--)
        {
            var limit = random.NextInt(4) switch { 0 => 0x80, 1 => 0x800, 2 => 0xFFFF, _ => 0x110000 };
            var value = random.NextInt(limit);
            text.Append(Rune.IsValid(value) ? new Rune(value) : new Rune(' '));
        }
        return text.ToString();
    }

    private static string Describe(string text, int[] ids) => $"'{text}': {string.Join(' ', ids)}";

    private static IEnumerable<(string Text, JsonElement Answer)> Answers(string name) =>
        Texts.Zip(Cases.GetProperty("answers").GetProperty(name).EnumerateArray());

    private static Tokenizer Load(string name)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Golden.Folder, $"{name}.tokenizer.json"), folder.File("tokenizer.json"));
        return TokenizerFiles.Load(folder.Path);
    }
}
