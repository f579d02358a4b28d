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
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, End], Draft(Drafter(), 20));
    }

    [Fact]
    public void Draft_WithoutAnEndToken_EndsWithTheCopiedText()
    {
        // What follows the text in the prompt may follow it again.
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 6], Draft(Made(Prompt, Source, endToken: null), 20));
    }

    [Fact]
    public void Follow_TheCopiedText_MovesThePointerOn() => Assert.Equal([12, 13], Draft(Drafter(10, 11), 2));

    [Fact]
    public void Follow_AReplacedToken_GoesOnAfterIt() => Assert.Equal([13, 14], Draft(Drafter(10, 11, 30), 2));

    [Fact]
    public void Follow_TokensLeftOut_GoesOnAfterTheOneThatCame() =>
        Assert.Equal([16, 17], Draft(Drafter(10, 11, 15), 2));

    [Fact]
    public void Follow_InsertedTokens_ReturnsToTheTextWhenTwoOfItsTokensCome()
    {
        // Two tokens too many: the pointer has gone on by two, and the pair 12 13 calls it back.
        Assert.Equal([15, 16], Draft(Drafter(10, 11, 30, 31, 12, 13, 14), 2));
    }

    [Fact]
    public void Follow_APartOfTheQuestion_DraftsTheQuestion() => Assert.Equal([4, 5], Draft(Drafter(10, 2, 3), 2));

    [Fact]
    public void Follow_EqualMatches_TakesTheNearestAhead()
    {
        // 7 8 stands three times; after the first copy of it the second is meant, not the first again.
        int[] prompt = [7, 8, 20, 9, 7, 8, 21, 9, 7, 8, 22];
        var drafter = Made(prompt, 0..11, End);
        Follow(drafter, 7, 8, 20, 30, 7, 8);
        Assert.Equal([21, 9], Draft(drafter, 2));
    }

    [Fact]
    public void Draft_PromptThatEndsAsItBegan_GoesOnAsItDid()
    {
        var drafter = Made([5, 6, 7, 8, 9, 5, 6], source: null, End);
        Assert.Equal([7, 8, 9, 5, 6], Draft(drafter, 7));
    }

    [Fact]
    public void LengthWithin_NothingMatches_IsNothing()
    {
        var drafter = Made([5, 6, 7], source: null, End);
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
        var drafter = Made([2, .. copied, 3], 1..61, End);
        Follow(drafter, [.. copied.Take(20)]);
        Assert.Equal(32, drafter.LengthWithin(0.5, most: 32, out var expected));
        Assert.InRange(expected, 25, 32);
    }

    [Fact]
    public void Draft_TheEditOfASequenceBefore_IsMadeAgain()
    {
        var memory = new DraftMemory();
        for (var time = 0; time < 3; time++)
            Follow(Made(Prompt, Source, End, memory), 10, 11, 12, 30, 31, 15, 16, 17, 18, 19, End);
        Assert.Equal(
            [10, 11, 12, 30, 31, 15, 16, 17, 18, 19, End], Draft(Made(Prompt, Source, End, memory), 20));
    }

    [Fact]
    public void Draft_AfterAnEnd_GoesNoFurther()
    {
        var memory = new DraftMemory();
        Follow(Made(Prompt, Source, End, memory), 10, 11, End);
        Assert.Equal([10, 11, End], Draft(Made(Prompt, Source, End, memory), 20));
    }

    [Fact]
    public void Follow_AfterADraft_ForgetsTheDraft()
    {
        var drafter = Drafter(10, 11);
        Assert.Equal([12, 13, 14], Draft(drafter, 3));
        drafter.Follow(30);
        Assert.Equal([13, 14], Draft(drafter, 2));
    }

    private static CopyDrafter Drafter(params int[] followed) => Follow(Made(Prompt, Source, End), followed);

    private static CopyDrafter Made(int[] prompt, Range? source, int? endToken, DraftMemory? memory = null) =>
        new(new CopiedText(prompt, source, endToken), [End], memory ?? new DraftMemory());

    private static CopyDrafter Follow(CopyDrafter drafter, params int[] tokens)
    {
        foreach (var token in tokens)
            drafter.Follow(token);
        return drafter;
    }

    private static int[] Draft(CopyDrafter drafter, int most) =>
        drafter.Draft(drafter.LengthWithin(chance: 1e-9, most, out _));
}
