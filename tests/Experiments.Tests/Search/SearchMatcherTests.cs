using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Experiments.Tests.Search;

public sealed class SearchMatcherTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A DPO with β 0.05 that recovered 0.4, an "ipo" that is a DPO with β 0.5 and recovered 0.1, SFT without β.
    /// </summary>
    private static readonly RunFacts Run = new()
    {
        Id = Guid.ParseExact("3f2a0000000000000000000000000001", "N"),
        Name = "Quickstart-7",
        Task = "correction",
        Status = "completed",
        CreatedAt = new DateTimeOffset(2026, 11, 18, 9, 30, 0, TimeSpan.Zero),
        StartedAt = new DateTimeOffset(2026, 11, 18, 9, 31, 0, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 11, 18, 9, 41, 0, TimeSpan.Zero),
        Tags = ["baseline", "paper"],
        Options =
        [
            Number("seeds", 1), Number("seeds", 2), Number("labeling.temperature", 0), Text("data.kind", "world"),
        ],
        Systems =
        [
            System("supervisor", 0, 0.3),
            System("dpo", 0.4, 0.2, Text("method", "dpo"), Number("beta", 0.05)),
            System("ipo", 0.1, 0.9, Text("method", "dpo"), Number("beta", 0.5)),
            System("sft", 0.2, 0.6, Text("method", "sft"), Text("from", "Base")),
            System("ceiling", 1, 0.1),
        ],
    };

    [Theory]
    [InlineData("", true)]
    [InlineData("status = completed and task = Correction", true)]
    [InlineData("status in (failed, running)", false)]
    [InlineData("name = quickstart-7 and name ~ START", true)]
    [InlineData("name = quickstart", false)]
    [InlineData("tag = paper and tag = baseline", true)]
    [InlineData("tag = pap or tag ~ draft", false)]
    [InlineData("seed = 2", true)]
    [InlineData("seed = 3", false)]
    [InlineData("temperature = 0 and data.kind = world", true)]
    // Free words: the name, and the beginning of the id.
    [InlineData("quick", true)]
    [InlineData("3f2a", true)]
    [InlineData("3F2A0000-0000-0000-0000", true)]
    [InlineData("0000001", false)]
    // Options are texts or numbers as they were written.
    [InlineData("from = base", true)]
    [InlineData("from ~ as", true)]
    // The whole conjunction is about one method.
    [InlineData("method = dpo and beta < 0.1", true)]
    [InlineData("method = sft and beta < 0.1", false)]
    [InlineData("method = dpo and beta < 0.1 and pgr.mean > 0.3", true)]
    [InlineData("method = dpo and beta > 0.1 and pgr.mean > 0.3", false)]
    [InlineData("beta > 0.1 and (method = sft or pgr.mean > 0.3)", false)]
    [InlineData("beta > 0.1 and (status = completed or pgr.mean > 0.3)", true)]
    [InlineData("method = dpo and loss.last < 0.3", true)]
    [InlineData("method = sft and loss.last < 0.3", false)]
    // Or parts what may be of different methods.
    [InlineData("method = sft and beta > 0 or pgr.mean > 0.3", true)]
    // Without a system the report's values and metrics are of methods only.
    [InlineData("pgr.mean > 0.5", false)]
    [InlineData("ceiling.pgr.mean > 0.5", true)]
    [InlineData("loss.last < 0.15", false)]
    [InlineData("ceiling.loss.last < 0.15", true)]
    [InlineData("ceiling.loss.last < 0.15 and beta > 0.1", true)]
    [InlineData("nobody.pgr.mean > 0", false)]
    [InlineData("loss.max > 100", false)]
    [InlineData("loss.min < 0", true)]
    // A method by its name.
    [InlineData("methods.ipo.beta = 0.5", true)]
    [InlineData("methods.dpo.beta = 0.5", false)]
    [InlineData("methods.supervisor.beta = 0.5", false)]
    // Not is about the run.
    [InlineData("not method = ppo", true)]
    [InlineData("not method = dpo", false)]
    [InlineData("method != dpo", false)]
    [InlineData("beta != 0.7", true)]
    [InlineData("not beta > 0", false)]
    [InlineData("method = sft and not beta = 0.05", false)]
    [InlineData("method = sft and not beta = 0.07", true)]
    [InlineData("not (method = dpo and beta > 1)", true)]
    [InlineData("not (method = dpo and beta > 0.1)", false)]
    [InlineData("tag != draft", true)]
    [InlineData("tag not in (draft, paper)", false)]
    // A comparison with what is not there is false, its negation true.
    [InlineData("whiten = true", false)]
    [InlineData("whiten != true", true)]
    [InlineData("harmlessness.mean < 1", false)]
    [InlineData("not harmlessness.mean < 1", true)]
    public void Matches_Run_IsWhatTheLanguageSays(string text, bool expected) =>
        Assert.Equal(expected, TestVocabulary.Parse(text).Matches(Run, Now));

    [Theory]
    [InlineData("created = 2026-11-18", true)]
    [InlineData("created = 2026-11", true)]
    [InlineData("created = 2026-11-18T09:30", true)]
    [InlineData("created = 2026-11-18T09:29", false)]
    [InlineData("created > 2026-11-18", false)]
    [InlineData("created > 2026-11-17", true)]
    [InlineData("created >= 2026-11-18", true)]
    [InlineData("created <= 2026-11-18", true)]
    [InlineData("created < 2026-11-18", false)]
    [InlineData("created != 2026-11-18", false)]
    [InlineData("created > now - 7d", true)]
    [InlineData("created > now - 2d", false)]
    [InlineData("created = today - 2d", true)]
    [InlineData("created < today", true)]
    [InlineData("finished in (2026-11-17, 2026-11-18)", true)]
    [InlineData("duration > 5m", true)]
    [InlineData("duration >= 10m and duration <= 10m", true)]
    [InlineData("duration > 10m", false)]
    public void Matches_Times_AreStretchesInUtc(string text, bool expected) =>
        Assert.Equal(expected, TestVocabulary.Parse(text).Matches(Run, Now));

    [Fact]
    public void Matches_RunningRun_LastsUntilNow()
    {
        var running = Run with { FinishedAt = null, StartedAt = Now.AddMinutes(-7) };

        Assert.True(TestVocabulary.Parse("duration > 6m and duration < 8m").Matches(running, Now));
        Assert.False(TestVocabulary.Parse("finished < now").Matches(running, Now));
        Assert.False(TestVocabulary.Parse("duration > 0s").Matches(running with { StartedAt = null }, Now));
    }

    [Fact]
    public void Matches_RunWithoutMethods_IsAskedForTheRest()
    {
        var bare = Run with { Systems = [] };

        Assert.True(TestVocabulary.Parse("status = completed and not method = dpo").Matches(bare, Now));
        Assert.True(TestVocabulary.Parse("(beta > 0 or tag = paper) and seed = 1").Matches(bare, Now));
        Assert.False(TestVocabulary.Parse("beta > 0").Matches(bare, Now));
    }

    [Fact]
    public void Matches_LongText_IsSearchedByItsBeginning()
    {
        var folder = new string('x', OptionFact.MaxTextLength) + "end";
        var run = Run with { Options = [Text("models.student.preset", folder)] };

        Assert.True(TestVocabulary.Parse($"student.preset = {folder}").Matches(run, Now));
        Assert.False(TestVocabulary.Parse("student.preset ~ end").Matches(run, Now));
    }

    private static SystemFacts System(string name, double pgr, double loss, params OptionFact[] options) => new()
    {
        Name = name,
        IsMethod = options.Length > 0,
        Options = options,
        Results = new Dictionary<ResultKey, double> { [new ResultKey("pgr", "mean")] = pgr },
        Metrics = [new MetricFact("loss", loss, Min: -1, Max: null)],
    };

    private static OptionFact Number(string path, double value) =>
        OptionFact.Of(new OptionValue(path, "", value));

    private static OptionFact Text(string path, string value) => OptionFact.Of(new OptionValue(path, value, null));
}
