using Bunit;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

public sealed class SmallPartsTests : BunitContext
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.6931, "0.693")]
    [InlineData(12.34, "12.3")]
    [InlineData(123.4, "123")]
    [InlineData(12345, "12.3k")]
    [InlineData(0.00002, "2.0e−5")]
    [InlineData(2_500_000, "2.5e6")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(double.NaN, "–")]
    public void Value_OfAnySize_HasTheDigitsThatSaySomething(double value, string expected) =>
        Assert.Equal(expected, Numbers.Value(value));

    [Theory]
    [InlineData(0.42, "0.4 s")]
    [InlineData(42, "42 s")]
    [InlineData(187, "3 min 07 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(200_000, "2 d 7 h")]
    public void Duration_OfSeconds_ReadsAsPeopleSay(double seconds, string expected) =>
        Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(2, "just now")]
    [InlineData(59, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(200_000, "2 d ago")]
    public void Phrase_OfATimeAgo_Is(double seconds, string expected) =>
        Assert.Equal(expected, RelativeTime.Phrase(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void SortOrder_WrittenAndRead_IsTheSame()
    {
        Assert.Equal(new SortOrder("created", true), SortOrder.Parse(null, "-created"));
        Assert.Equal("-name", new SortOrder("name", true).ToString());
        Assert.Equal(new SortOrder("name", false), SortOrder.Parse("name", "-created"));
    }

    [Fact]
    public void Address_JoinedAndSplit_IsTheSame()
    {
        Assert.Equal(["a", "b"], Address.Split(Address.Join(["a", "b"])));
        Assert.Null(Address.Join([]));
        Assert.Empty(Address.Split(null));
    }

    [Fact]
    public void Sparkline_WithAGap_LiftsThePen()
    {
        var line = Render<Sparkline>(parameters => parameters
            .Add(view => view.Label, "loss").Add(view => view.Values, [3.0, 2.0, null, 1.0]));

        Assert.Equal(2, line.Find("path").GetAttribute("d")!.Count(sign => sign == 'M'));
        Assert.Equal("loss: 3 to 1, least 1", line.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Sparkline_WithoutValues_IsADash() =>
        Assert.Empty(Render<Sparkline>(parameters => parameters
            .Add(view => view.Label, "loss").Add(view => view.Values, [null, double.NaN])).FindAll("svg"));

    [Theory]
    [InlineData(1, "1–50 of 120")]
    [InlineData(3, "101–120 of 120")]
    public void Pager_OnAPage_SaysWhichRows(int page, string expected)
    {
        var pager = Render<Pager>(parameters => parameters
            .Add(view => view.Page, page).Add(view => view.PageSize, 50).Add(view => view.Total, 120));

        Assert.Equal(expected, pager.Find(".count").TextContent);
        Assert.Equal(page == 1, pager.FindAll("button")[0].HasAttribute("disabled"));
        Assert.Equal(page == 3, pager.FindAll("button")[1].HasAttribute("disabled"));
    }

    [Fact]
    public void Field_WithAnError_TiesItToTheControl()
    {
        var field = Render<Field>(parameters => parameters
            .Add(view => view.Label, "Rate").Add(view => view.Error, "is -1")
            .Add(view => view.ChildContent, ids => $"<input id='{ids.Id}' aria-describedby='{ids.DescribedBy}'>"));

        Assert.Equal(field.Find("input").Id, field.Find("label").GetAttribute("for"));
        Assert.Equal(field.Find(".problem").Id, field.Find("input").GetAttribute("aria-describedby"));
    }
}
