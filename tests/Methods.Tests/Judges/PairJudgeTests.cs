using WeakToStrong.Methods.Judges;

namespace WeakToStrong.Methods.Tests.Judges;

public sealed class PairJudgeTests
{
    [Theory]
    [InlineData("A is kinder. [[A]]", 'A')]
    [InlineData("[[B]]\n", 'B')]
    [InlineData("Neither.\n\n[[C]].", 'C')]
    [InlineData("A", null)]
    [InlineData("[A]", null)]
    [InlineData("[[a]]", null)]
    [InlineData("[[D]]", null)]
    [InlineData("[[A]] or rather [[B]]", null)]
    [InlineData("", null)]
    public void LetterOf_AReply_IsItsOneVerdict(string reply, char? letter) =>
        Assert.Equal(letter, PairJudge.LetterOf(reply));
}
