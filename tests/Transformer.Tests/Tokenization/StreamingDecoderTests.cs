using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Tests.Tokenization;

public sealed class StreamingDecoderTests
{
    private static readonly Tokenizer Bytes = SmallTokenizer.Load(
        SmallTokenizer.Json(["ð Ł"], SmallTokenizer.Added("<s>")));

    [Theory]
    [InlineData("plain text")]
    [InlineData("naïve 東京 🙂👩‍👩‍👧 end")]
    public void Append_TokenByToken_GivesWholeCharactersOnly(string text)
    {
        var decoder = new StreamingDecoder(Bytes, skipSpecial: false);

        var parts = Bytes.Encode(text).Select(decoder.Append).Append(decoder.Finish()).ToArray();

        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, part => Assert.DoesNotContain('\uFFFD', part));
        Assert.All(parts, part => Assert.True(part.Length == 0 || !char.IsHighSurrogate(part[^1])));
    }

    [Fact]
    public void Append_HalfACharacter_Waits()
    {
        var decoder = new StreamingDecoder(Bytes, skipSpecial: false);
        var ids = Bytes.Encode("é");

        Assert.Equal("", decoder.Append(ids[0]));
        Assert.Equal("é", decoder.Append(ids[1]));
        Assert.Equal("", decoder.Finish());
    }

    [Fact]
    public void Finish_HalfACharacter_IsReplaced()
    {
        var decoder = new StreamingDecoder(Bytes, skipSpecial: false);

        decoder.Append(Bytes.Encode("é")[0]);

        Assert.Equal("\uFFFD", decoder.Finish());
    }

    [Fact]
    public void Append_SpecialToken_SkippedWhenAsked()
    {
        var id = Bytes.TokenToId("<s>")!.Value;

        Assert.Equal("", new StreamingDecoder(Bytes, skipSpecial: true).Append(id));
        Assert.Equal("<s>", new StreamingDecoder(Bytes, skipSpecial: false).Append(id));
    }
}
