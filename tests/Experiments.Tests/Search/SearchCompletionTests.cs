using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Experiments.Tests.Search;

public sealed class SearchCompletionTests
{
    // The caret stands at the bar; the first suggestions follow.
    [Theory]
    [InlineData("|", "name, task, status, author, created")]
    [InlineData("st|", "status, started")]
    [InlineData("bet|", "beta")]
    [InlineData("learn|", "learning_rate, reward_model.learning_rate, supervisor.learning_rate")]
    [InlineData("labeling.|", "labeling.temperature")]
    [InlineData("methods.|", "methods.name, methods.method, methods.from, methods.beta")]
    [InlineData("pgr|", "pgr.mean, pgr.low, pgr.high, pgr.n")]
    [InlineData("marg|", "rewards/margins.last, rewards/margins.min, rewards/margins.max")]
    [InlineData("sft.p|", "sft.pgr.mean, sft.pgr.low")]
    [InlineData("ceiling.lo|", "ceiling.loss.last, ceiling.loss.min, ceiling.loss.max")]
    [InlineData("status |", "=, !=, ~, !~, in (, not in (")]
    [InlineData("beta |", "=, !=, <, <=, >, >=, in (, not in (")]
    [InlineData("loss.last |", "=, !=, <")]
    [InlineData("duration |", "<, <=, >, >=")]
    [InlineData("beta !|", "!=")]
    [InlineData("status =|", "\"queued\", \"running\", \"interrupted\", \"completed\", \"failed\", \"cancelled\"")]
    [InlineData("status = ca|", "\"cancelled\"")]
    [InlineData("status = \"ca|", "\"cancelled\"")]
    [InlineData("status = \"ca| and x", "\"cancelled\"")]
    [InlineData("method in (d|", "\"dpo\"")]
    [InlineData("method in (dpo, |", "\"dpo\", \"ppo\", \"sft\"")]
    [InlineData("method in (dpo |", ",, )")]
    [InlineData("whiten = t|", "\"true\"")]
    [InlineData("created > |", "now - 1h, now - 1d")]
    [InlineData("duration > |", "1m, 5m")]
    [InlineData("beta = |", "")]
    [InlineData("beta = 0.1 |", "and, or")]
    [InlineData("beta = 0.1 o|", "or")]
    [InlineData("quick |", "and, or")]
    [InlineData("beta = 0.1 and |", "name, task, status")]
    [InlineData("(beta = 0.1 |", "and, or, )")]
    [InlineData("(beta = 0.1) |", "and, or")]
    [InlineData("not |", "name, task")]
    [InlineData("no|", "not")]
    [InlineData("zzz = 1 and |", "")]
    [InlineData("sta| = running", "status, started")]
    public void At_Caret_SuggestsWhatFits(string text, string expected)
    {
        var completion = Complete(text);

        var texts = completion.Suggestions.Select(suggestion => suggestion.Text).ToArray();
        Assert.StartsWith(expected, string.Join(", ", texts), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, texts.Length == 0);
    }

    [Theory]
    [InlineData("sta|", 0, 3)]
    [InlineData("sta|tus = running", 0, 6)]
    [InlineData("status = run|", 9, 3)]
    [InlineData("status = \"run| and x", 9, 4)]
    [InlineData("status =|", 8, 0)]
    [InlineData("status = | and x", 9, 0)]
    public void At_Caret_ReplacesTheWordItIsIn(string text, int position, int length)
    {
        var completion = Complete(text);

        Assert.Equal((position, length), (completion.Position, completion.Length));
    }

    [Fact]
    public void At_ValueOfAField_NamesItAndTakesKnownTexts()
    {
        Assert.Equal("tag", Complete("beta = 1 and tag = |").Field!.Name);
        Assert.Null(Complete("tag |").Field);

        var completion = SearchCompletion.At("tag = pa", 8, TestVocabulary.Vocabulary, ["paper \"1\"", "draft"]);

        Assert.Equal(["\"paper \\\"1\\\"\""], completion.Suggestions.Select(suggestion => suggestion.Text));
    }

    [Fact]
    public void At_EverySuggestedField_ParsesAsOne()
    {
        var fields = Complete("|").Suggestions.Concat(Complete("methods.|").Suggestions)
            .Where(suggestion => suggestion.Kind == SuggestionKind.Field);

        Assert.All(fields, field => TestVocabulary.Parse($"not ({field.Text} in (1) or a)".Replace(
            $"{field.Text} in (1)", Sample(field.Text), StringComparison.Ordinal)));
    }

    [Fact]
    public void At_Options_AreDescribedByTheirFullPaths()
    {
        var beta = Complete("bet|").Suggestions[0];

        Assert.Equal("methods.beta", beta.Description);
    }

    /// <summary>A comparison that the field allows: completing its operator and value says so.</summary>
    private static string Sample(string field)
    {
        var @operator = Complete($"{field} |").Suggestions[0].Text;
        var value = Complete($"{field} {@operator} |").Suggestions;
        return $"{field} {@operator} {(value.Count > 0 ? value[0].Text : "1")}";
    }

    private static SearchCompletion Complete(string text)
    {
        var caret = text.IndexOf('|', StringComparison.Ordinal);
        return SearchCompletion.At(text.Remove(caret, 1), caret, TestVocabulary.Vocabulary);
    }
}
