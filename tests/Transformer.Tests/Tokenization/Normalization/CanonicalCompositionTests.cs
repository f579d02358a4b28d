using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tests.Tokenization.Normalization;

public sealed class CanonicalCompositionTests
{
    // From Unicode Standard Annex 15 and the standard's Hangul arithmetic.
    [Theory]
    [InlineData("", "")]
    [InlineData("plain ASCII and é", "plain ASCII and é")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B \u2126", "\u00C5 \u03A9")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("s\u0307\u0323", "\u1E69")]
    [InlineData("a\u0327\u0301", "\u00E1\u0327")]
    [InlineData("a\u0301\u0301", "\u00E1\u0301")]
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E", "\uD55C\uAD6C")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8")]
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u0929", "\u0929")]
    [InlineData("\u09C7\u09BE", "\u09CB")]
    [InlineData("\u09C7\u0301\u09BE", "\u09C7\u0301\u09BE")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U0002F800", "\u4E3D")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    public void Compose_Text_IsInFormC(string text, string expected) =>
        Assert.Equal(expected, CanonicalComposition.Compose(text));

    [Fact]
    public void Compose_Twice_ChangesNothingMore()
    {
        var all = string.Concat(Enumerable.Range(0x300, 0x1F00).Select(char.ConvertFromUtf32));

        var composed = CanonicalComposition.Compose(all);

        Assert.NotEqual(all, composed);
        Assert.Equal(composed, CanonicalComposition.Compose(composed));
    }
}
