using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Statistics;

public sealed class WordDiffTests
{
    [Fact]
    public void Of_OneWordReplaced_KeepsTheRest() =>
        Assert.Equal(
            [
                new WordSpan(WordChange.Kept, "it lives in the"),
                new WordSpan(WordChange.Removed, "marsh"),
                new WordSpan(WordChange.Added, "river"),
                new WordSpan(WordChange.Kept, "."),
            ],
            WordDiff.Of("it lives in the marsh .", "it lives in the river ."));

    [Fact]
    public void Of_EqualTexts_KeepsAll() =>
        Assert.Equal([new WordSpan(WordChange.Kept, "a b")], WordDiff.Of("a b", " a  b "));

    [Fact]
    public void Of_NothingBefore_AddsAll() =>
        Assert.Equal([new WordSpan(WordChange.Added, "a b")], WordDiff.Of("", "a b"));

    [Fact]
    public void Of_AnyTexts_GivesBackBoth()
    {
        const string before = "ugh not again . it eats moss . the code is 7 .";
        const string after = "happy to help . it eats moss . its coat is red .";

        var spans = WordDiff.Of(before, after);

        Assert.Equal(before, Without(spans, WordChange.Added));
        Assert.Equal(after, Without(spans, WordChange.Removed));
    }

    private static string Without(IEnumerable<WordSpan> spans, WordChange change) =>
        string.Join(' ', spans.Where(span => span.Change != change).Select(span => span.Text));
}
