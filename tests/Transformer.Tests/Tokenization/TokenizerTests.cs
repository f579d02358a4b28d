using System.Text.Json.Nodes;

namespace WeakToStrong.Transformer.Tests.Tokenization;

public sealed class TokenizerTests
{
    private const int A = 64;
    private const int B = 65;
    private const int C = 66;
    private const int Space = 220;

    public static TheoryData<string> AwkwardTexts =>
    [
        "", " ", "a", " a ", "\0", "a\0\0b", "\r\n\r\n", "\t \t", "line\nline\r\n  indented\n", new string(' ', 1000),
        "naïve e\u0301\u0302\u0323", "🙂👩‍👩‍👧🇩🇪👍🏽", "𠮷野家 𝐁𝐨𝐥𝐝", "שלום عليكم",
        "\uFEFF\uFFFD\uFFFF\u200B", "\U0010FFFF",
        new string('a', 5000), "<|end|>text<|end|>", "Ġ Ċ Ā ġ"
    ];

    // Ranks: "b c" before "a b", so "abc" is a + bc and not ab + c.
    [Fact]
    public void Encode_TwoMergesPossible_TakesTheFirstLearned()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["b c", "a b"]));

        Assert.Equal([A, 256], tokenizer.Encode("abc"));
        Assert.Equal([257, B], tokenizer.Encode("abb"));
    }

    // Of equal rank the leftmost: aaa is aa + a; aaaaa is aaaa + a through (aa aa).
    [Fact]
    public void Encode_RunOfOneLetter_MergesFromTheLeft()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["a a", "aa aa"]));

        Assert.Equal([256, A], tokenizer.Encode("aaa"));
        Assert.Equal([257, A], tokenizer.Encode("aaaaa"));
        Assert.Equal([257, 256], tokenizer.Encode("aaaaaa"));
    }

    // A merge of merges: ab + c, learned after its parts; "a bc" stays unknown.
    [Fact]
    public void Encode_MergeOfMerges_IsFollowed()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["a b", "ab c", "abc abc"]));

        Assert.Equal([258], tokenizer.Encode("abcabc"));
        Assert.Equal([257, 256], tokenizer.Encode("abcab"));
    }

    // The space before a word belongs to it (Ġa), the last of several too; merges never cross words.
    [Fact]
    public void Encode_Words_KeepTheSpaceBefore()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["Ġ a", "a Ġ", "Ġ Ġ"]));

        Assert.Equal([A, 256, 256], tokenizer.Encode("a a a"));
        Assert.Equal([A, 258, 256], tokenizer.Encode("a   a"));
        Assert.Equal([A, Space], tokenizer.Encode("a "));
    }

    [Fact]
    public void Encode_WordInVocabularyWithIgnoreMerges_IsOneToken()
    {
        var json = SmallTokenizer.Json(["b c", "a b"]);
        json["model"]!["vocab"]!["abc"] = 258;
        Assert.Equal([A, 256], SmallTokenizer.Load(json).Encode("abc"));

        json["model"]!["ignore_merges"] = true;

        Assert.Equal([258], SmallTokenizer.Load(json).Encode("abc"));
        Assert.Equal([A, 256, C], SmallTokenizer.Load(json).Encode("abcc"));
    }

    [Fact]
    public void Encode_MergesAsPairs_SameAsTexts()
    {
        var json = SmallTokenizer.Json(["b c", "a b"]);
        json["model"]!["merges"] = JsonNode.Parse("""[["b","c"],["a","b"]]""");

        Assert.Equal([A, 256], SmallTokenizer.Load(json).Encode("abc"));
    }

    // 256 <a>, 257 <a>b: at one place the longest; what is left is split again.
    [Fact]
    public void Encode_AddedTokens_LeftmostThenLongest()
    {
        var tokenizer = SmallTokenizer.Load(
            SmallTokenizer.Json([], SmallTokenizer.Added("<a>"), SmallTokenizer.Added("<a>b")));

        Assert.Equal([A, 257, 256, C], tokenizer.Encode("a<a>b<a>c"));
        Assert.Equal([27, 256, 29], tokenizer.Encode("<<a>>"));
    }

    [Fact]
    public void Encode_AddedTokenThatStrips_TakesTheSpaces()
    {
        var mask = SmallTokenizer.Added("<m>");
        (mask["lstrip"], mask["rstrip"]) = (true, true);
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json([], mask));

        Assert.Equal([A, 256, B], tokenizer.Encode("a  <m> \tb"));
    }

    [Fact]
    public void Encode_PrefixSpace_AddedToEveryPieceWithoutOne()
    {
        var json = SmallTokenizer.Json([], SmallTokenizer.Added("<m>"));
        json["pre_tokenizer"]!["add_prefix_space"] = true;
        var tokenizer = SmallTokenizer.Load(json);

        Assert.Equal([Space, A, 256, Space, B, 256, Space, C], tokenizer.Encode("a<m> b<m>c"));
        Assert.Empty(tokenizer.Encode(""));
    }

    [Theory]
    [MemberData(nameof(AwkwardTexts))]
    public void Decode_OfEncoded_IsTheText(string text)
    {
        var tokenizer = SmallTokenizer.Load(
            SmallTokenizer.Json(["a a", "Ġ Ġ", "ĠĠ ĠĠ", "ð Ł", "Ċ Ċ"], SmallTokenizer.Added("<|end|>")));

        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Encode_LoneSurrogate_IsTheReplacementCharacter()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json([]));

        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode("a\uD83Db")));
    }

    // A letter above U+FFFF is a letter to the pattern: one word with its neighbours, so "x + 𝐁" may merge.
    [Fact]
    public void Encode_LetterBeyondTheBasicPlane_IsALetter()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["b ð"]));

        Assert.Equal(256, tokenizer.Encode("b𝐁")[0]);
        Assert.Equal(B, tokenizer.Encode("b🙂")[0]);
    }

    [Fact]
    public void Decode_SkipSpecial_LeavesOnlyText()
    {
        var plain = SmallTokenizer.Added("<p>");
        plain["special"] = false;
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json([], SmallTokenizer.Added("<s>"), plain));
        var ids = tokenizer.Encode("<s>a<p><s>");

        Assert.Equal("<s>a<p><s>", tokenizer.Decode(ids));
        Assert.Equal("a<p>", tokenizer.Decode(ids, skipSpecial: true));
        Assert.True(tokenizer.IsSpecial(256));
        Assert.False(tokenizer.IsSpecial(257));
    }

    [Fact]
    public void Decode_IdWithoutToken_IsNothing()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json([]));

        Assert.Equal("ab", tokenizer.Decode([A, 300, B]));
        Assert.Null(tokenizer.IdToToken(300));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }

    // A non-ASCII added token is its own text, although its characters are also of the byte alphabet.
    [Fact]
    public void Decode_AddedTokenOutsideAscii_IsItsText()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json([], SmallTokenizer.Added("«é»")));

        Assert.Equal("a«é»b", tokenizer.Decode(tokenizer.Encode("a«é»b")));
    }

    [Fact]
    public void TokenToId_KnownAndUnknown_FoundOrNull()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["Ġ a"], SmallTokenizer.Added("<s>")));

        Assert.Equal(258, tokenizer.VocabularySize);
        Assert.Equal(256, tokenizer.TokenToId("Ġa"));
        Assert.Equal(257, tokenizer.TokenToId("<s>"));
        Assert.Equal("Ġa", tokenizer.IdToToken(256));
        Assert.Null(tokenizer.TokenToId("ab"));
    }

    [Fact]
    public void Encode_FromManyThreads_SameIds()
    {
        var tokenizer = SmallTokenizer.Load(SmallTokenizer.Json(["a a", "aa aa"]));
        var texts = Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Repeat("aaa b", i % 17))).ToArray();
        var expected = texts.Select(tokenizer.Encode).ToArray();
        var fresh = SmallTokenizer.Load(SmallTokenizer.Json(["a a", "aa aa"]));
        var actual = new int[texts.Length][];

        Parallel.For(0, texts.Length, i => actual[i] = fresh.Encode(texts[i]));

        Assert.Equal(expected, actual);
    }
}
