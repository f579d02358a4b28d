using Bunit;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

public sealed class WordDiffTextTests : BunitContext
{
    [Fact]
    public void Render_WordsReplaced_MarksWhatWentAndWhatCame()
    {
        var diff = Render("it lives in the marsh .", "it lives in the river .");

        Assert.Equal("marsh", diff.Find("del").TextContent);
        Assert.Equal("river", diff.Find("ins").TextContent);
        Assert.Equal(["it lives in the", "."], diff.FindAll("span > span").Select(kept => kept.TextContent));
    }

    [Fact]
    public void Render_TextWithMarkup_ShowsItAsText()
    {
        const string markup = "<script>alert(1)</script> & <b>bold</b>";

        var diff = Render(markup, markup + " more");

        Assert.Empty(diff.FindAll("script, b"));
        Assert.Contains(markup, diff.Find(".diff").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OtherTexts_ComparesAnew()
    {
        var diff = Render("a", "b");

        diff.Render(parameters => parameters.Add(text => text.Before, "c").Add(text => text.After, "c d"));

        Assert.Empty(diff.FindAll("del"));
        Assert.Equal("d", diff.Find("ins").TextContent);
    }

    private IRenderedComponent<WordDiffText> Render(string before, string after) =>
        Render<WordDiffText>(parameters => parameters.Add(text => text.Before, before).Add(text => text.After, after));
}
