using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Compare;

/// <summary>What the page reads of a small sweep in a real store.</summary>
public sealed class CompareReaderTests : IAsyncLifetime, IDisposable
{
    private const string Both = $"{ComparedRuns.Low}~{ComparedRuns.High}";

    private readonly TestStore _store = new();
    private TestTracker _tracker = null!;

    public async Task InitializeAsync()
    {
        _tracker = await TestTracker.OpenAsync(_store, also: services => services.AddComparison());
        await ComparedRuns.AddAsync(_tracker.Get<TrackerDatabase>(), _tracker.Get<ArtifactStore>());
    }

    public async Task DisposeAsync() => await _tracker.DisposeAsync();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Runs_OfAnAddress_StandInItsOrderAndSayWhatIsMissing()
    {
        var unknown = new string('a', 32);

        var model = await ReadAsync(new() { Runs = $"{ComparedRuns.High}~nothing~{ComparedRuns.Low}~{unknown}" });

        Assert.Equal(["compare-high-beta", "compare-low-beta"], model.Runs.Select(run => run.Label));
        Assert.Equal(["series-1", "series-2"], model.Runs.Select(run => run.Color));
        Assert.Equal(2, model.Missing.Count);
        Assert.Contains("nothing", model.Missing[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_OfOneName_AreToldApartByTheirIds()
    {
        var model = await ReadAsync(new() { Runs = $"{ComparedRuns.Low}~{ComparedRuns.Again}" });

        Assert.Equal(
            ["compare-low-beta · c0de0001", "compare-low-beta · c0de0003"], model.Runs.Select(run => run.Label));
        Assert.Equal(model.Runs.Select(run => run.Label), Assert.Single(model.EqualRuns));
        Assert.Equal(["c0de0001", "c0de0003"], model.Runs.Select(run => run.Tag));
    }

    [Fact]
    public void Runs_OfOneName_AreTaggedWithTheFirstOptionThatTellsThemApart()
    {
        Assert.Equal(["beta 0.1", "beta 0.5"], TagsOf("""{"b":1,"a":{"beta":0.1}}""", """{"b":1,"a":{"beta":0.5}}"""));
        Assert.Equal(["seeds 1, 2", "seeds 3"], TagsOf("""{"seeds":[1,2]}""", """{"seeds":[3]}"""));
        Assert.Null(TagsOf("""{"a":1}""", """{"a":2}""", """{"a":2}"""));
        Assert.Null(TagsOf("""{"path":"/srv/data/the-first-of-them"}""", """{"path":"/srv/data/the-second"}"""));

        static IReadOnlyList<string>? TagsOf(params string[] texts) =>
            RunTags.Of([.. texts.Select(ExperimentOptions.Read)]);
    }

    [Fact]
    public async Task Runs_BeyondTheMost_AreLeftOut()
    {
        var names = Enumerable.Range(0, 102).Select(i => $"{i:x32}");

        var model = await ReadAsync(new() { Runs = string.Join('~', names) });

        Assert.Equal(2, model.LeftOutCount);
        Assert.Equal(100, model.Missing.Count);
    }

    [Fact]
    public async Task Glance_OfOneRun_HasItsSystemsInTheirColours()
    {
        var glance = (await ReadAsync(new() { Runs = ComparedRuns.Low })).Glance!;

        Assert.Equal(
            ["untuned student", "supervisor", "sft", "dpo", "rlhf", "ceiling"], glance.Rows.Select(row => row.Name));
        Assert.Equal("system-rlhf", glance.Rows[4].Color);
        Assert.Equal(3, glance.Rows[3].Quality.N);
        Assert.NotNull(glance.Rows[3].Pgr);
        Assert.Equal(glance.Rows.Select(row => row.System), glance.Wins.Names);
        var cell = glance.Wins.Cells[5][0]!;
        Assert.True(cell is { IsOverSeeds: true, IsSignificant: true, Losses: 0 });
        Assert.Null(glance.Wins.Cells[0][0]);
    }

    [Fact]
    public async Task Glance_OfRunsTogetherOrApart_HasASystemOnceOrPerRun()
    {
        var together = (await ReadAsync(new() { Runs = Both, Together = "yes" })).Glance!;
        var apart = (await ReadAsync(new() { Runs = Both })).Glance!;

        Assert.Equal(6, together.Rows.Count);
        Assert.Equal(12, apart.Rows.Count);
        Assert.Equal("untuned student · compare-low-beta", apart.Rows[0].Name);
        Assert.Equal("untuned student · compare-high-beta", apart.Rows[1].Name);
        Assert.Equal(["compare-low-beta", "compare-high-beta"], apart.Rows.Take(2).Select(row => row.Tag));
        Assert.All(together.Rows, row => Assert.Null(row.Tag));
        // Methods alone, of both.
        Assert.Equal(6, apart.Wins.Names.Count);
    }

    [Fact]
    public async Task Results_WithABaseline_HaveDifferencesToIt()
    {
        var model = await ReadAsync(new() { Runs = Both, Show = "results", Baseline = $"{ComparedRuns.Low}~dpo" });

        var results = model.Results!;
        Assert.Equal("dpo · compare-low-beta", results.BaselineName);
        Assert.Equal(12, results.TotalCount);
        Assert.Null(results.Rows.Single(row => row.IsBaseline).Values[0].Delta);
        // The higher beta gains a tenth, on every seed alike.
        var delta = results.Rows.Single(row => row is { Run: 1, System: "dpo" }).Values[0].Delta!;
        Assert.True(delta is { IsPaired: true, IsSignificant: true, IsOfFewerSeeds: false });
        Assert.Equal(0.1, delta.Difference.Mean, 1e-9);
    }

    [Fact]
    public async Task Results_OfSeveralRuns_HaveEachSystemOfAllRunsTogether()
    {
        var results = (await ReadAsync(new() { Runs = Both, Show = "results" })).Results!;

        Assert.Equal(
            [("base", 0), ("base", 1), ("supervisor", 0), ("supervisor", 1)],
            results.Rows.Take(4).Select(row => (row.System, row.Run)));
    }

    [Fact]
    public async Task Results_Sorted_AreInThatOrder()
    {
        var model = await ReadAsync(new() { Runs = ComparedRuns.Low, Show = "results", Sorting = "-quality" });
        var rows = model.Results!.Rows;

        Assert.Equal(["ceiling", "dpo", "rlhf", "sft", "supervisor", "base"], rows.Select(row => row.System));
    }

    [Fact]
    public async Task Results_WithABaselineOfAnotherRun_SayThatItIsNotThere()
    {
        var results = (await ReadAsync(
            new() { Runs = ComparedRuns.Low, Show = "results", Baseline = $"{ComparedRuns.High}~dpo" })).Results!;

        Assert.True(results.IsBaselineMissing);
        Assert.All(results.Rows.SelectMany(row => row.Values), value => Assert.Null(value.Delta));
    }

    [Fact]
    public async Task Results_OfARunThatFailed_SayWhy()
    {
        var model = await ReadAsync(new() { Runs = ComparedRuns.Broken, Show = "results" });

        Assert.Empty(model.Results!.Rows);
        Assert.Equal("failed before its report was made", Assert.Single(model.WithoutReport).Why);
    }

    [Fact]
    public async Task Options_OfRuns_AreTheirDifferences()
    {
        var options = (await ReadAsync(new() { Runs = Both, Show = "options", Equal = "hide" })).Options!;

        var line = Assert.Single(options.Lines);
        Assert.Equal("methods.dpo.beta", line.Path);
        Assert.Equal(["0.1", "0.5"], line.Values);
        Assert.True(options.EqualCount > 5);
    }

    [Theory]
    [InlineData(Both, null, true)]
    [InlineData(Both, "show", false)]
    [InlineData(ComparedRuns.Low, null, false)]
    public async Task Options_WithoutAChoice_AreThoseThatDifferBetweenRuns(string runs, string? equal, bool isHidden)
    {
        var options = (await ReadAsync(new() { Runs = runs, Show = "options", Equal = equal })).Options!;

        Assert.Equal(isHidden, options.Lines.All(line => !line.IsEqual));
    }

    [Fact]
    public async Task Options_OfMethods_StandSideBySide()
    {
        var model = await ReadAsync(new() { Runs = ComparedRuns.Low, Show = "options", Columns = "methods" });
        var options = model.Options!;

        Assert.Equal(["sft", "dpo", "rlhf"], options.Columns);
        Assert.Equal([null, "0.1", null], options.Lines.Single(line => line.Path == "beta").Values);
    }

    [Fact]
    public async Task Sweep_WithoutAChoice_IsOfTheMethodWhoseOptionsVary()
    {
        Assert.Equal("dpo", (await ReadAsync(new() { Runs = Both, Show = "sweep" })).Sweep!.Method);
        var same = $"{ComparedRuns.Low}~{ComparedRuns.Again}";
        Assert.Equal("sft", (await ReadAsync(new() { Runs = same, Show = "sweep" })).Sweep!.Method);
    }

    [Fact]
    public async Task Sweep_OfAMethod_IsWhatVariesAndWhatCameOfIt()
    {
        var sweep = (await ReadAsync(new() { Runs = Both, Show = "sweep", Method = "dpo" })).Sweep!;

        Assert.Equal(new SweepColumn("methods.dpo.beta", true, false), Assert.Single(sweep.Columns));
        // The best first.
        Assert.Equal(["0.5", "0.1"], sweep.Rows.Select(row => row.Values[0]));
        Assert.Equal(3, sweep.Rows[0].Result!.N);
    }

    [Fact]
    public void Csv_OfTextsThatComputeOrBreakLines_IsHarmless() =>
        Assert.Equal(
            "'=1+1,\"a,\"\"b\"\"\",,0.1\r\n",
            new WeakToStrong.Tracker.Components.Shared.CsvText().Line("=1+1", "a,\"b\"", null, 0.1).ToString());

    [Theory]
    [InlineData("results", "run,run_id,system,seeds", 13)]
    [InlineData("glance", "name,system,quality", 13)]
    [InlineData("options", "option,compare-low-beta,compare-high-beta", 2)]
    [InlineData("sweep", "run,run_id,method,methods.dpo.beta", 3)]
    public async Task Csv_OfEveryView_HasAllItsRows(string view, string beginning, int lineCount)
    {
        var model = await ReadAsync(
            new() { Runs = Both, Show = view, Method = "dpo", Equal = "hide" }, CompareDetail.Whole);

        var lines = CompareTables.Of(model, isOfWins: false)!.ToString().TrimEnd().Split("\r\n");

        Assert.StartsWith(beginning, lines[0], StringComparison.Ordinal);
        Assert.Equal(lineCount, lines.Length);
    }

    [Fact]
    public async Task Wins_OfTooManyAnswers_AreRefusedWithoutReadingThemAgain()
    {
        using var memory = new CompareMemory();
        var wins = new WinsReader(_tracker.Get<ArtifactStore>(), memory) { MaxAnswers = 10 };
        var query = new CompareQuery { Runs = ComparedRuns.Low };
        var set = await _tracker.Get<RunSetReader>().ReadAsync(query, default);

        var refused = wins.Read(set, query.WinMeasure);
        foreach (var file in Directory.EnumerateFiles(_store.Root, "*.jsonl", SearchOption.AllDirectories))
            File.Delete(file);

        Assert.Contains("more than 10", refused.Note, StringComparison.Ordinal);
        Assert.Equal(refused.Note, wins.Read(set, query.WinMeasure).Note);
    }

    private Task<CompareModel> ReadAsync(CompareQuery query, CompareDetail detail = CompareDetail.Screen) =>
        _tracker.Get<CompareReader>().ReadAsync(query, detail, default);
}
