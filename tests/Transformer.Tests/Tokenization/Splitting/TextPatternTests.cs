using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Splitting;

namespace WeakToStrong.Transformer.Tests.Tokenization.Splitting;

/// <summary><c>golden/make-pattern-golden.mjs</c> writes what Hugging Face tokenizers answers.</summary>
public sealed class TextPatternTests
{
    private static readonly JsonElement Cases = Golden.Read("pattern-cases.json");

    private static readonly string[] Texts = Strings(Cases.GetProperty("texts"));

    public static TheoryData<int> Patterns => [.. Enumerable.Range(0, Cases.GetProperty("patterns").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Split_WithoutMatches_LeavesWhatTheReferenceLeaves(int index)
    {
        var item = Cases.GetProperty("patterns")[index];
        var source = item.GetProperty("pattern").GetString()!;
        var pattern = TextPattern.Regex(source);
        foreach (var (text, rest) in Texts.Zip(Strings(item.GetProperty("rest"))))
            Assert.Equal($"{source} in '{text}': '{rest}'", $"{source} in '{text}': '{Rest(pattern, text)}'");
    }

    /// <summary>It is translated ahead, for the compiler.</summary>
    [Fact]
    public void Split_ByGpt2s_IsAsByTheSamePatternFromAFile()
    {
        var translated = TextPattern.Regex(TextPattern.Gpt2.Source);
        foreach (var text in Texts)
            Assert.Equal(Pieces(translated, text, SplitBehavior.Isolated),
                Pieces(TextPattern.Gpt2, text, SplitBehavior.Isolated));
    }

    [Theory]
    [InlineData(@"[\p{L}&&[^a]]", "it has a class within a class: not supported")]
    [InlineData("[[:alpha:]]", "it has a class within a class: not supported")]
    [InlineData(@"(.)\1", @"the escape '\1' is not supported")]
    [InlineData(@"\Ga", @"the escape '\G' is not supported")]
    [InlineData(@"\p{Han}", "the property '{Han}' is not supported; supported: categories, such as {L} or {Nd}")]
    [InlineData(@"\pL", "the property '' is not supported; supported: categories, such as {L} or {Nd}")]
    [InlineData("[a-\\d]", "a range ends with a class: not supported")]
    [InlineData("[z-a]", "a range ends before it begins")]
    [InlineData("[a", "it ends within a class or an escape")]
    [InlineData("a\\", "it ends within a class or an escape")]
    [InlineData(@"\x{110000}", @"the escape '\x{110000}' is not a character")]
    [InlineData("(?x: a)", "the group '(?x: ' is not supported")]
    [InlineData("a(?i)b", "it changes options within a branch: not supported")]
    [InlineData("(?i:\U00010400)", "it names characters above U+FFFF where case is ignored: not supported")]
    [InlineData("a|*", "'*' has nothing before it that it could repeat")]
    [InlineData("a{2}?", "'{2}?' is not supported")]
    [InlineData("(a", "a group is not closed")]
    [InlineData("a)", "it closes a group that is not open")]
    public void Regex_WhatIsNotSupported_IsRefused(string pattern, string expected) => Assert.Equal(
        expected, Assert.Throws<ArgumentException>(() => TextPattern.Regex(pattern)).Message);

    [Fact]
    public void Regex_MoreIntervalsThanThereAreStandIns_IsRefused()
    {
        var ranges = string.Concat(Enumerable.Range(0, 40).Select(range => $@"\x{{{0x10000 + 32 * range:X}}}"));

        Assert.Equal(
            "it cuts the characters above U+FFFF into 80 intervals; supported: 68",
            Assert.Throws<ArgumentException>(() => TextPattern.Regex($"[{ranges}]")).Message);
    }

    [Fact]
    public void Split_ByAPatternThatBacktracksForEver_SaysWhich()
    {
        var pattern = TextPattern.Regex(@"(?:a|aa)+(?=\p{N})", TimeSpan.FromSeconds(0.2));

        var error = Assert.Throws<CheckpointException>(() => Rest(pattern, new string('a', 100)));

        Assert.Equal(
            @"tokenizer.json: pre_tokenizer has the pattern '(?:a|aa)+(?=\p{N})', which takes more than 0.2 s for " +
            "one match in a text", error.Message);
    }

    private static string Rest(TextPattern pattern, string text) =>
        string.Concat(Pieces(pattern, text, SplitBehavior.Removed));

    private static IEnumerable<string> Pieces(TextPattern pattern, string text, SplitBehavior behavior) =>
        pattern.Split(new TextPiece(text, IsFirst: true), behavior, inverts: false).Select(piece => piece.Text);

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
