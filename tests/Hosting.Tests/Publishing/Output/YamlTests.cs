using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Tests.Publishing.Output;

public sealed class YamlTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("null")]
    [InlineData("8080")]
    [InlineData("1e3")]
    [InlineData("12:30")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("- item")]
    [InlineData("key: value")]
    [InlineData("# no comment")]
    [InlineData("two\nlines")]
    [InlineData("quote \" and \\ backslash")]
    public void Text_ThatLooksLikeSomethingElse_IsQuotedAndReadAgain(string text)
    {
        var written = Yaml.Write([], Yaml.Map(("key", Yaml.Text(text))));
        var stream = new YamlStream();
        stream.Load(new StringReader(written));

        var value = stream.Documents.Single().RootNode.At("key");

        Assert.Equal(text, value.Text());
        Assert.True(value.IsText(), written);
    }

    [Fact]
    public void Write_OfTwoDocuments_SeparatesThemAfterTheComment() =>
        Assert.Equal(
            "# first\n# second\na: one\n---\nb: 2\n",
            Yaml.Write(["first", "second"], Yaml.Map(("a", Yaml.Text("one"))), Yaml.Map(("b", Yaml.Number(2)))));
}
