using System.Text.Json;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Tests.Tokenization;

public sealed class TokenizerGoldenTests
{
    public static TheoryData<string> Tokenizers => ["gpt2", "gpt2-prefix-space", "llama3"];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Encode_AwkwardTexts_EqualsReference(string name)
    {
        var tokenizer = Load(name);
        foreach (var item in Cases(name))
        {
            var text = item.GetProperty("text").GetString()!;
            Assert.Equal(Describe(text, Golden.Ids(item, "ids")), Describe(text, tokenizer.Encode(text)));
            Assert.Equal(Describe(text, Golden.Ids(item, "sequence")), Describe(text, tokenizer.EncodeSequence(text)));
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Decode_AwkwardTexts_EqualsReference(string name)
    {
        var tokenizer = Load(name);
        foreach (var item in Cases(name))
        {
            var ids = Golden.Ids(item, "ids");
            Assert.Equal(item.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
            Assert.Equal(
                item.GetProperty("decodedWithoutSpecial").GetString(), tokenizer.Decode(ids, skipSpecial: true));
        }
    }

    [Fact]
    public void Decode_BytesThatAreNoText_EqualsReference()
    {
        var tokenizer = Load("gpt2");
        var decodings = Golden.Read("cases.json").GetProperty("decodings").EnumerateArray().ToArray();

        Assert.NotEmpty(decodings);
        foreach (var item in decodings)
            Assert.Equal(item.GetProperty("decoded").GetString(), tokenizer.Decode(Golden.Ids(item, "ids")));
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Save_ThenLoad_EncodesTheSame(string name)
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(name);

        TokenizerFiles.Save(tokenizer, folder.Path);
        var loaded = TokenizerFiles.Load(folder.Path);

        Assert.Equal(tokenizer.VocabularySize, loaded.VocabularySize);
        Assert.Equal(tokenizer.AddedTokens, loaded.AddedTokens);
        foreach (var text in Cases(name).Select(item => item.GetProperty("text").GetString()!))
            Assert.Equal(tokenizer.EncodeSequence(text), loaded.EncodeSequence(text));
    }

    [Fact]
    public void Train_Corpus_LearnsTheMergesOfTheReference()
    {
        // The reference reads a file line by line, each with its line break.
        var lines = File.ReadAllLines(Path.Combine(Golden.Folder, "corpus.txt")).Select(line => line + '\n');
        var expected = Golden.Read("merges.json").EnumerateArray().Select(merge => merge.GetString()!).ToArray();
        using var folder = new TemporaryFolder();

        var tokenizer = BpeTrainer.Train(lines, new() { VocabularySize = 30_000, MinimumFrequency = 1 });

        TokenizerFiles.Save(tokenizer, folder.Path);
        Assert.Equal(expected, Golden.Merges(folder.File("tokenizer.json")));
    }

    // The text stands beside its ids, so that a failure names it.
    private static string Describe(string text, int[] ids) => $"'{text}': {string.Join(' ', ids)}";

    private static Tokenizer Load(string name)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Golden.Folder, $"{name}.tokenizer.json"), folder.File("tokenizer.json"));
        return TokenizerFiles.Load(folder.Path);
    }

    private static JsonElement[] Cases(string name)
    {
        var cases = Golden.Read("cases.json").GetProperty("cases").EnumerateArray()
            .Where(item => item.GetProperty("tokenizer").GetString() == name).ToArray();
        Assert.NotEmpty(cases);
        return cases;
    }
}
