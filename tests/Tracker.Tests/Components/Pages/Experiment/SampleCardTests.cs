using Bunit;
using WeakToStrong.Tracker.Components.Pages.Experiment;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class SampleCardTests : BunitContext
{
    private const string Markup = "<script>alert(1)</script> & <b>bold</b>";

    [Fact]
    public void Render_TextsOfMarkup_AreShownAsText()
    {
        var card = Show(Of(Markup, ("sft", Markup + " more", 0.5)) with { Prompt = "<i>why</i>" });

        Assert.Empty(card.FindAll("script, b, i"));
        Assert.Equal("<i>why</i>", card.Find(".prompt").TextContent);
        Assert.Equal(Markup, card.Find("dd.text").TextContent.Trim());
        Assert.Equal("more", card.Find("ins").TextContent);
    }

    [Fact]
    public void Render_AnswersBetterAndWorse_SayWhichIsWhich()
    {
        var card = Show(Of("a b", ("sft", "a c", 0.8), ("dpo", "d", 0.1), ("rlhf", "a b", 0.5)));

        Assert.Equal(["", "better", "worse", ""], card.FindAll(".score").Select(score =>
            score.ClassName!.Replace("score", "", StringComparison.Ordinal).Trim()));
        Assert.Contains("0.30 higher", card.Find(".better").GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal("left as it was", card.Find(".same").TextContent);
    }

    [Fact]
    public void Render_Plain_MarksNothing()
    {
        var card = Show(Of("a b", ("sft", "a c", 0.8)), isPlain: true);

        Assert.Empty(card.FindAll("del, ins"));
        Assert.Equal(["a b", "a c"], card.FindAll("dd.text").Select(text => text.TextContent.Trim()));
    }

    [Fact]
    public void Render_WithoutScores_HasNone()
    {
        var sample = Of("a") with
        {
            Before = new SampleText { System = "draft", Text = "a" },
            After = [new SampleText { System = "correction", Text = "b", Changed = 1 }],
        };

        var card = Show(sample);

        Assert.Empty(card.FindAll(".score"));
        Assert.Equal("100 % changed", card.Find(".parts").TextContent);
    }

    private static SampleCase Of(string before, params (string System, string Text, double Quality)[] after) => new()
    {
        Number = 1,
        Id = "q1",
        Prompt = "a question",
        Ranked = null,
        Before = Text("base", before, 0.5),
        After = [.. after.Select(text => Text(text.System, text.Text, text.Quality))],
    };

    private static SampleText Text(string system, string text, double quality) => new()
    {
        System = system, Text = text, Quality = quality, Helpfulness = quality, Harmlessness = 1,
    };

    private IRenderedComponent<SampleCard> Show(SampleCase sample, bool isPlain = false) =>
        Render<SampleCard>(card => card.Add(view => view.Sample, sample).Add(view => view.IsPlain, isPlain));
}
