using System.Globalization;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Search;

public sealed class RunSearchTests
{
    [Theory]
    // Nothing, and free words.
    [InlineData("", "")]
    [InlineData("  \t", "")]
    [InlineData("quickstart", "\"quickstart\"")]
    [InlineData("hh-harmless 3f2a", "\"hh-harmless\" and \"3f2a\"")]
    [InlineData("\"two words\"", "\"two words\"")]
    [InlineData("'single'", "\"single\"")]
    [InlineData("\"and\"", "\"and\"")]
    [InlineData("not draft", "not \"draft\"")]
    [InlineData("2026-11-01", "\"2026-11-01\"")]
    [InlineData("(quick)", "\"quick\"")]
    [InlineData("warm start", "\"warm\" and \"start\"")]
    // The run's own.
    [InlineData("status = running", "status = \"running\"")]
    [InlineData("status=Running", "status = \"running\"")]
    [InlineData("status in (failed, cancelled)", "status in (\"failed\", \"cancelled\")")]
    [InlineData("status not in (failed,cancelled)", "status not in (\"failed\", \"cancelled\")")]
    [InlineData("status in (failed)", "status = \"failed\"")]
    [InlineData("status in (failed, failed)", "status = \"failed\"")]
    [InlineData("status ~ run", "status ~ \"run\"")]
    [InlineData("name = \"my run\"", "name = \"my run\"")]
    [InlineData("name == quickstart", "name = \"quickstart\"")]
    [InlineData("name ~ quick", "name ~ \"quick\"")]
    [InlineData("name !~ quick", "name !~ \"quick\"")]
    [InlineData("name = 'it\\'s'", "name = \"it's\"")]
    [InlineData("name = \"a \\\"b\\\" \\\\\"", "name = \"a \\\"b\\\" \\\\\"")]
    [InlineData("task != correction", "task != \"correction\"")]
    [InlineData("tag = baseline", "tag = \"baseline\"")]
    [InlineData("tag = \"x\" and tag != \"y\"", "tag = \"x\" and tag != \"y\"")]
    [InlineData("seed = 3", "seeds = 3")]
    [InlineData("seeds in (1, 2,3)", "seeds in (1, 2, 3)")]
    // Times.
    [InlineData("created > 2026-11-01", "created > 2026-11-01")]
    [InlineData("created = 2026-11", "created = 2026-11")]
    [InlineData("created >= 2026-11-01T10:30", "created >= 2026-11-01T10:30")]
    [InlineData("created < 2026-11-01T10:30:05Z", "created < 2026-11-01T10:30:05")]
    [InlineData("created > now - 7d", "created > now - 1w")]
    [InlineData("created > now-7d", "created > now - 1w")]
    [InlineData("created > now -36h", "created > now - 36h")]
    [InlineData("created > now- 90m", "created > now - 90m")]
    [InlineData("started <= now", "started <= now")]
    [InlineData("finished = today", "finished = today")]
    [InlineData("finished = today - 1d", "finished = today - 1d")]
    [InlineData("finished < now + 1h", "finished < now + 1h")]
    [InlineData("created in (2026-11-01, 2026-11-03)", "created in (2026-11-01, 2026-11-03)")]
    [InlineData("duration > 5m", "duration > 5m")]
    [InlineData("duration >= 2h30m", "duration >= 150m")]
    [InlineData("duration < 1.5s", "duration < 1500ms")]
    [InlineData("duration <= 14d", "duration <= 2w")]
    // Options.
    [InlineData("method = dpo", "methods.method = \"dpo\"")]
    [InlineData("beta >= 0.1", "methods.beta >= 0.1")]
    [InlineData("beta>=.1", "methods.beta >= 0.1")]
    [InlineData("beta = 1e-4", "methods.beta = 0.0001")]
    [InlineData("beta in (0.1, 0.2)", "methods.beta in (0.1, 0.2)")]
    [InlineData("beta = -0", "methods.beta = 0")]
    [InlineData("methods.beta < 1", "methods.beta < 1")]
    [InlineData("methods.dpo.beta = 0.1", "methods.dpo.beta = 0.1")]
    [InlineData("methods.\"dpo.v2\".beta = 0.1", "methods.\"dpo.v2\".beta = 0.1")]
    [InlineData("methods.rlhf.reward_model.learning_rate > 0", "methods.rlhf.reward_model.learning_rate > 0")]
    [InlineData("learning_rate < 1e-3", "methods.learning_rate < 0.001")]
    [InlineData("reward_model.learning_rate < 1e-3", "methods.reward_model.learning_rate < 0.001")]
    [InlineData("supervisor.learning_rate < 1e-3", "supervisor.learning_rate < 0.001")]
    [InlineData("ceiling.method = sft", "ceiling.method = \"sft\"")]
    [InlineData("student.preset = nano", "models.student.preset = \"nano\"")]
    [InlineData("temperature = 0", "labeling.temperature = 0")]
    [InlineData("kind = world", "data.kind = \"world\"")]
    [InlineData("whiten = TRUE", "methods.whiten = \"true\"")]
    [InlineData("from = base", "methods.from = \"base\"")]
    [InlineData("from = 0.1", "methods.from = \"0.1\"")]
    [InlineData("start = 3", "methods.start = 3")]
    [InlineData("start = \"3\"", "methods.start = \"3\"")]
    [InlineData("start ~ 3", "methods.start ~ \"3\"")]
    // The report and metrics.
    [InlineData("pgr.mean > 0.3", "pgr.mean > 0.3")]
    [InlineData("pgr > 0.3", "pgr.mean > 0.3")]
    [InlineData("sft.pgr.mean > 0.3", "sft.pgr.mean > 0.3")]
    [InlineData("ceiling.quality > 0.9", "ceiling.quality.mean > 0.9")]
    [InlineData("\"dpo.v2\".pgr.low > 0", "\"dpo.v2\".pgr.low > 0")]
    [InlineData("harmlessness.high <= 1 and helpfulness.n = 3", "harmlessness.high <= 1 and helpfulness.n = 3")]
    [InlineData("gain_over_gap > 0.5", "gain_over_gap.mean > 0.5")]
    [InlineData("loss.last < 0.5", "loss.last < 0.5")]
    [InlineData("rewards/margins.max > 1", "rewards/margins.max > 1")]
    [InlineData("\"rewards/margins\".max > 1", "rewards/margins.max > 1")]
    [InlineData("\"rewards/margins.max\" > 1", "rewards/margins.max > 1")]
    [InlineData("\"my metric\".min = -2.5", "\"my metric\".min = -2.5")]
    [InlineData("\"a.b\".last = 1", "\"a.b\".last = 1")]
    [InlineData("ceiling.loss.last < 0.5", "ceiling.loss.last < 0.5")]
    [InlineData("\"pretrain student\".loss.last < 3", "\"pretrain student\".loss.last < 3")]
    // Connectives.
    [InlineData(
        "method = \"dpo\" and beta >= 0.1 or pgr.mean > 0.3",
        "methods.method = \"dpo\" and methods.beta >= 0.1 or pgr.mean > 0.3")]
    [InlineData("a or b and c", "\"a\" or \"b\" and \"c\"")]
    [InlineData("(a or b) and c", "(\"a\" or \"b\") and \"c\"")]
    [InlineData("a and (b and (c and d))", "\"a\" and \"b\" and \"c\" and \"d\"")]
    [InlineData("(a or (b or c))", "\"a\" or \"b\" or \"c\"")]
    [InlineData("a AND NOT b Or c", "\"a\" and not \"b\" or \"c\"")]
    [InlineData("not (a and b)", "not (\"a\" and \"b\")")]
    [InlineData("not not a", "not not \"a\"")]
    [InlineData("not beta = 0.1", "methods.beta != 0.1")]
    [InlineData("not (beta < 0.1)", "not methods.beta < 0.1")]
    [InlineData("quick start or status = failed", "\"quick\" and \"start\" or status = \"failed\"")]
    public void Parse_GoodText_IsCanonicalAndStaysIt(string text, string canonical)
    {
        var search = TestVocabulary.Parse(text);

        Assert.Equal(canonical, search.ToString());
        Assert.Equal(canonical, TestVocabulary.Parse(canonical).ToString());
    }

    [Theory]
    // Names.
    [InlineData("bta >= 0.1", 0, 3, "there is no field 'bta'; did you mean beta?")]
    [InlineData("a and statsu = failed", 6, 6, "there is no field 'statsu'; did you mean status?")]
    [InlineData("zzzzzzzzzz = 1", 0, 10, "there is no field 'zzzzzzzzzz'; metrics end in .last, .min or .max")]
    [InlineData("preset = nano", 0, 6, "could be models.student.preset, models.supervisor.preset; write more of it")]
    [InlineData("loss < 0.5", 0, 4, "'loss' is a metric; write loss.last, .min or .max")]
    [InlineData("loss.mean < 0.5", 0, 9, ".mean is of quality, helpfulness, harmlessness, pgr; a metric has .last")]
    [InlineData("pgr.last2 < 0.5", 0, 9, "there is no field 'pgr.last2'")]
    [InlineData("methods.dpo.bta = 1", 0, 15, "there is no field 'methods.dpo.bta'")]
    [InlineData(".last = 1", 0, 5, "there is no field '.last'")]
    [InlineData("loss. = 1", 0, 5, "there is no field 'loss.'")]
    [InlineData("Status = running", 0, 6, "did you mean status?")]
    // Fields without an operator.
    [InlineData("status", 6, 0, "expected an operator after the field status; to look for the word, put it in quotes")]
    [InlineData("beta 0.1", 5, 3, "expected an operator after the field beta")]
    [InlineData("a and loss.last and b", 16, 3, "expected an operator after the field loss.last")]
    // Operators.
    [InlineData("beta ~ 1", 5, 1, "methods.beta is a number; allowed are =, !=, <, <=, >, >=, in, not in")]
    [InlineData("name > a", 5, 1, "name is a text; allowed are =, !=, ~, !~, in, not in")]
    [InlineData("duration = 5m", 9, 1, "duration is a length of time; allowed are <, <=, >, >=")]
    [InlineData("duration in (5m)", 9, 2, "duration is a length of time")]
    [InlineData("created ~ 2026", 8, 1, "created is a time")]
    [InlineData("beta ! 1", 5, 1, "expected != or !~; instead of ! write not")]
    [InlineData("!draft", 0, 1, "instead of ! write not")]
    [InlineData("beta = = 1", 7, 1, "expected a value for methods.beta: a number")]
    [InlineData("beta => 1", 6, 1, "expected a value for methods.beta: a number")]
    [InlineData("= 1", 0, 1, "expected a condition, such as status = running, or a word to look for")]
    // Values.
    [InlineData("beta = ", 7, 0, "expected a value for methods.beta: a number; the search ends here")]
    [InlineData("beta = abc", 7, 3, "'abc' is no value of methods.beta; allowed: a number")]
    [InlineData("beta = \"0.1\"", 7, 5, "'0.1' is no value of methods.beta; allowed: a number")]
    [InlineData("beta = 1e999", 7, 5, "'1e999' is no value of methods.beta")]
    [InlineData("beta = 0,1", 8, 1, "expected and, or, or the end")]
    [InlineData("beta = NaN", 7, 3, "is no value of methods.beta")]
    [InlineData("start > abc", 8, 3, "'abc' is no value of methods.start")]
    [InlineData("status = runing", 9, 6, "status is never 'runing'; did you mean running? allowed: queued, running")]
    [InlineData("status = held", 9, 4, "status is never 'held'; allowed: queued, running, completed")]
    [InlineData("method = dop", 9, 3, "did you mean dpo? allowed: dpo, ppo, sft")]
    [InlineData("method in (dpo, rlhf)", 16, 4, "methods.method is never 'rlhf'")]
    [InlineData("whiten = 1", 9, 1, "methods.whiten is never '1'")]
    [InlineData("created > yesterday", 10, 9, "'yesterday' is no value of created; allowed: a date such as 2026-11-01")]
    [InlineData("created > 2026-13-01", 10, 10, "is no value of created")]
    [InlineData("created > 2026-02-30", 10, 10, "is no value of created")]
    [InlineData("created > 1969-12-31", 10, 10, "is no value of created")]
    [InlineData("created > nowish", 10, 6, "is no value of created")]
    [InlineData("created > now - ", 16, 0, "expected a value for created")]
    [InlineData("created > now - week", 16, 4, "'week' is no value of created")]
    [InlineData("created > now-7", 10, 5, "is no value of created")]
    [InlineData("duration > 5", 11, 1, "'5' is no value of duration; allowed: a length of time such as 90s, 5m")]
    [InlineData("duration > 5years", 11, 6, "is no value of duration")]
    [InlineData("duration > 99999999d", 11, 9, "is no value of duration")]
    [InlineData("name = \"open", 7, 5, "this quote is not closed")]
    [InlineData("\"open and more", 0, 14, "this quote is not closed")]
    // Lists.
    [InlineData("beta in", 7, 0, "expected '(' and the values of methods.beta; the search ends here")]
    [InlineData("beta in 0.1", 8, 3, "expected '(' and the values of methods.beta")]
    [InlineData("beta in ()", 9, 1, "expected a value for methods.beta")]
    [InlineData("beta in (0.1", 12, 0, "expected ',' or ')'; the search ends here")]
    [InlineData("beta in (0.1 0.2)", 13, 3, "expected ',' or ')'")]
    [InlineData("beta in (0.1,)", 13, 1, "expected a value for methods.beta")]
    [InlineData("beta not = 1", 5, 3, "expected an operator after the field beta")]
    // Connectives and brackets.
    [InlineData("and", 0, 3, "expected a condition before this word")]
    [InlineData("a and", 5, 0, "or a word to look for; the search ends here")]
    [InlineData("a or or b", 5, 2, "expected a condition before this word")]
    [InlineData("not", 3, 0, "expected a condition")]
    [InlineData("status = running failed", 17, 6, "expected and, or, or the end; a text with blanks stands in quotes")]
    [InlineData("quick beta > 1", 6, 4, "expected and, or, or the end")]
    [InlineData("(a", 2, 0, "expected and, or, or ')'; the search ends here")]
    [InlineData("(a b = 1", 3, 1, "expected and, or, or ')'")]
    [InlineData("a)", 1, 1, "there is no '(' for this ')'")]
    [InlineData("()", 1, 1, "expected a condition")]
    [InlineData("a, b", 1, 1, "expected and, or, or the end")]
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
        for (var i = 0; i < 20_000; i++)
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
