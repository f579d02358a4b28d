using Bunit;
using WeakToStrong.Tracker.Components.Pages.Audits;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Audits;

public sealed class LedgerPictureTests : BunitContext
{
    [Theory]
    [InlineData(4, 2)]
    [InlineData(1, 0)]
    [InlineData(60, 59)]
    [InlineData(1000, 0)]
    [InlineData(1_000_000, 517_311)]
    public void Parts_OfALedger_AreAllEntriesInOrderAndNotMoreThanFit(long count, long entry)
    {
        var parts = LedgerPicture.PartsOf(count, entry);

        Assert.InRange(parts.Count, 1, 61);
        Assert.Equal((0, count - 1), (parts[0].From, parts[^1].To));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.To + 1, pair.Second.From));
        var first = Assert.Single(parts, part => part.State == LedgerPicture.State.First);
        Assert.Equal((entry, entry), (first.From, first.To));
        Assert.All(parts, part => Assert.Equal(part.To < entry, part.State == LedgerPicture.State.Equal));
    }

    [Fact]
    public void Render_ADivergence_SaysWhereInWords()
    {
        var picture = Render<LedgerPicture>(shown => shown.Add(part => part.EntryCount, 4).Add(part => part.Entry, 2));

        Assert.Equal(
            "A ledger of 4 entries. Equal: 1 to 2. The first that differs is 3.",
            picture.Find(".entries").GetAttribute("aria-label"));
        Assert.Equal(["equal", "equal", "first", "after"], picture.FindAll(".entries li").Select(li => li.ClassName));
        Assert.Contains("different because of it: 1", picture.Markup, StringComparison.Ordinal);
    }
}
