using System.Globalization;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Search;

public sealed class RunSearchTests
{
    [Theory]
    [MemberData(nameof(SearchTexts.Good), MemberType = typeof(SearchTexts))]
    public void Parse_GoodText_IsCanonicalAndStaysIt(string text, string canonical)
    {
        var search = TestVocabulary.Parse(text);

        Assert.Equal(canonical, search.ToString());
        Assert.Equal(canonical, TestVocabulary.Parse(canonical).ToString());
    }

    [Theory]
    [MemberData(nameof(SearchTexts.Bad), MemberType = typeof(SearchTexts))]
    public void Parse_BadText_PointsAtTheCharacter(string text, int position, int length, string message)
    {
        var problem = Assert.Throws<SearchException>(() => TestVocabulary.Parse(text)).Problem;

        Assert.Equal((position, length), (problem.Position, problem.Length));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Theory]
    [InlineData("bta = 1", "beta")]
    [InlineData("status = runing", "running")]
    [InlineData("rewards/margin.max > 1 and losss = 1", "loss.last")]
    [InlineData("zzzzzzzzzz = 1", null)]
    public void Parse_SlipOfTheFinger_NamesTheNearest(string text, string? nearest) =>
        Assert.Equal(nearest, Assert.Throws<SearchException>(() => TestVocabulary.Parse(text)).Problem.Nearest);

    [Fact]
    public void Parse_Exception_SaysWhichCharacterCountingFromOne() =>
        Assert.StartsWith(
            "search, character 8: 'abc' is no value",
            Assert.Throws<SearchException>(() => TestVocabulary.Parse("beta = abc")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Parse_AtTheLimits_IsAccepted()
    {
        var depth = SearchLimits.MaxDepth;
        Assert.Equal("\"a\"", TestVocabulary.Parse(new string('(', depth) + "a" + new string(')', depth)).ToString());
        var terms = string.Join(" or ", Enumerable.Range(0, SearchLimits.MaxTerms).Select(i => $"beta = {i}"));
        Assert.Equal(SearchLimits.MaxTerms, ((AnyOf)TestVocabulary.Parse(terms).Expression).Items.Count);
        TestVocabulary.Parse($"beta in ({Numbers(SearchLimits.MaxValues)})");
        TestVocabulary.Parse(new string('a', SearchLimits.MaxLength));
    }

    [Theory]
    [InlineData("depth", "are nested deeper than 20 levels")]
    [InlineData("nots", "are nested deeper than 20 levels")]
    [InlineData("terms", "has more than 50 conditions")]
    [InlineData("words", "has more than 50 conditions")]
    [InlineData("values", "has more than 50 values")]
    [InlineData("length", "is longer than 2000 characters")]
    public void Parse_BeyondALimit_IsRefused(string limit, string message)
    {
        var text = limit switch
        {
            "depth" => new string('(', SearchLimits.MaxDepth + 1),
            "nots" => string.Concat(Enumerable.Repeat("not ", SearchLimits.MaxDepth + 1)) + "a",
            "terms" => string.Join(" or ", Enumerable.Repeat("beta = 1", SearchLimits.MaxTerms + 1)),
            "words" => string.Join(' ', Enumerable.Repeat("a", SearchLimits.MaxTerms + 1)),
            "values" => $"beta in ({Numbers(SearchLimits.MaxValues + 1)})",
            _ => new string('a', SearchLimits.MaxLength + 1),
        };

        var problem = Assert.Throws<SearchException>(() => TestVocabulary.Parse(text)).Problem;

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Position, 0, text.Length);
    }

    [Fact]
    public void Parse_RandomCharacters_EitherParseOrPointIntoTheText()
    {
        string[] pieces =
        [
            "beta", "method", "status", "created", "pgr.mean", "loss.last", "zz", "0.1", "now", "7d", "-", "\"", "'",
            "(", ")", ",", "=", "!=", "!", "<", ">=", "~", "and", "or", "not", "in", " ", " ", " ", ".", "\\",
            "é", "\0",
        ];
        var random = new SplitMix64(7);
        for (var i = 0; i < 4_000; i++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.NextBelow(14)).Select(_ => pieces[random.NextBelow(pieces.Length)]));
            try
            {
                var canonical = TestVocabulary.Parse(text).ToString();
                Assert.Equal(canonical, TestVocabulary.Parse(canonical).ToString());
            }
            catch (SearchException exception)
            {
                Assert.InRange(exception.Problem.Position, 0, text.Length);
                Assert.InRange(exception.Problem.Position + exception.Problem.Length, 0, text.Length);
            }
        }
    }

    private static string Numbers(int count) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture)));
}
