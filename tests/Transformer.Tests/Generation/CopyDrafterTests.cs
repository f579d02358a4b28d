using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Transformer.Tests.Generation;

/// <summary>The copied text is 10 11 12 … 19, between a question and a closing tag; 1 ends a sequence.</summary>
public sealed class CopyDrafterTests
{
    private const int End = 1;

    private static readonly int[] Prompt = [2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 6];

    private static readonly Range Source = 4..14;

    [Fact]
    public void Draft_AtFirst_IsTheCopiedTextAndItsEnd()
    {
        var drafter = Drafter();
        Assert.Equal(11, drafter.Available);
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, End], drafter.Draft(11));
    }

    [Fact]
    public void Draft_WithoutAnEndToken_EndsWithTheCopiedText()
    {
        var drafter = new CopyDrafter(Prompt, Source, endToken: null);
        Assert.Equal(10, drafter.Available);
    }

    [Fact]
    public void Follow_TheCopiedText_MovesThePointerOn() => Assert.Equal([12, 13], Drafter(10, 11).Draft(2));

    [Fact]
    public void Follow_AReplacedToken_GoesOnAfterIt() => Assert.Equal([13, 14], Drafter(10, 11, 30).Draft(2));

    [Fact]
    public void Follow_TokensLeftOut_GoesOnAfterTheOneThatCame() =>
        Assert.Equal([16, 17], Drafter(10, 11, 15).Draft(2));

    [Fact]
    public void Follow_InsertedTokens_ReturnsToTheTextWhenTwoOfItsTokensCome()
    {
        // Two tokens too many: the pointer has gone on by two, and the pair 12 13 calls it back.
        Assert.Equal([14, 15, 16], Drafter(10, 11, 30, 31, 12, 13).Draft(3));
    }

    [Fact]
    public void Follow_APartOfTheQuestion_DraftsTheQuestion() => Assert.Equal([4, 5], Drafter(10, 2, 3).Draft(2));

    [Fact]
    public void Follow_EqualMatches_TakesTheNearestAhead()
    {
        // 7 8 stands three times; after the first copy of it the second is meant, not the first again.
        int[] prompt = [7, 8, 20, 9, 7, 8, 21, 9, 7, 8, 22];
        var drafter = new CopyDrafter(prompt, 0..11, End);
        foreach (var token in new[] { 7, 8, 20, 30, 7, 8 })
            drafter.Follow(token);
        Assert.Equal([21, 9], drafter.Draft(2));
    }

    [Fact]
    public void Draft_PromptThatEndsAsItBegan_GoesOnAsItDid()
    {
        var drafter = new CopyDrafter([5, 6, 7, 8, 9, 5, 6], source: null, End);
        Assert.Equal([7, 8, 9, 5, 6], drafter.Draft(drafter.Available));
    }

    [Fact]
    public void Available_NothingMatches_IsNothing()
    {
        var drafter = new CopyDrafter([5, 6, 7], source: null, End);
        Assert.Equal(0, drafter.Available);
        drafter.Follow(20);
        Assert.Equal(0, drafter.Available);
        Assert.Equal(0, drafter.LengthWithin(0.01, most: 8, out var expected));
        Assert.Equal(0, expected);
    }

    [Fact]
    public void LengthWithin_TextThatIsNotCopied_SoonDraftsNothingWorthwhile()
    {
        var drafter = Drafter(Enumerable.Range(40, 20).ToArray());
        Assert.Equal(0, drafter.LengthWithin(0.2, most: 8, out _));
    }

    [Fact]
    public void LengthWithin_LongCopy_DraftsFar()
    {
        var copied = Enumerable.Range(10, 60).ToArray();
        var drafter = new CopyDrafter([2, .. copied, 3], 1..61, End);
        foreach (var token in copied.Take(20))
            drafter.Follow(token);
        Assert.Equal(32, drafter.LengthWithin(0.5, most: 32, out var expected));
        Assert.InRange(expected, 25, 32);
    }

    private static CopyDrafter Drafter(params int[] followed)
    {
        var drafter = new CopyDrafter(Prompt, Source, End);
        foreach (var token in followed)
            drafter.Follow(token);
        return drafter;
    }
}
