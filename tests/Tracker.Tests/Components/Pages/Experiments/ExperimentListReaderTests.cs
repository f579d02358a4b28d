using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiments;

public sealed class ExperimentListReaderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestStore _store = new();

    [Fact]
    public async Task Read_OfAnEmptyStore_HasNothing()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);

        var list = await ReadAsync(tracker);

        Assert.Empty(list.Rows);
        Assert.Equal(0, list.StoreCount);
    }

    [Fact]
    public async Task Read_Always_IsNewestFirstAndPageByPage()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await AddAsync(
            tracker, [.. Enumerable.Range(0, 120).Select(index => ($"run-{index:000}", RunStatus.Completed))]);

        var first = await ReadAsync(tracker);
        var last = await ReadAsync(tracker, page: 3);

        Assert.Equal(120, first.TotalCount);
        Assert.Equal(ExperimentQuery.PageSize, first.Rows.Count);
        Assert.Equal("run-119", first.Rows[0].Run.Name);
        Assert.Equal(20, last.Rows.Count);
        Assert.Equal("run-000", last.Rows[^1].Run.Name);
    }

    [Theory]
    [InlineData("name", "a,b,c")]
    [InlineData("-name", "c,b,a")]
    [InlineData("created", "b,c,a")]
    [InlineData("-created", "a,c,b")]
    [InlineData("nonsense", "a,c,b")]
    public async Task Read_Sorted_IsInThatOrder(string sort, string expected)
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await AddAsync(
            tracker, [("b", RunStatus.Failed), ("c", RunStatus.Completed), ("a", RunStatus.Cancelled)]);

        var list = await ReadAsync(tracker, sort: sort);

        Assert.Equal(expected, string.Join(',', list.Rows.Select(row => row.Run.Name)));
    }

    [Fact]
    public async Task Read_Filtered_HasWhatFitsAndCountsTheRest()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await AddAsync(tracker, [("quickstart", RunStatus.Completed), ("sweep", RunStatus.Completed)]);

        var list = await ReadAsync(tracker, filter: "  QUICK ");

        Assert.Equal("quickstart", Assert.Single(list.Rows).Run.Name);
        Assert.Equal(1, list.TotalCount);
        Assert.Equal(2, list.StoreCount);
    }

    [Fact]
    public async Task Read_OfAnExperiment_HasItsMethodsAndSeeds()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await AddAsync(tracker, [("quickstart", RunStatus.Completed)]);

        var row = Assert.Single((await ReadAsync(tracker)).Rows);

        Assert.Equal([new MethodOutline("rlhf", "ppo")], row.Outline.Methods);
        Assert.Equal([1, 2], row.Outline.Seeds);
        Assert.Null(row.Headline);
    }

    [Fact]
    public async Task Read_OfRunsWithOneName_SaysWhereTheyDiffer()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await AddTextsAsync(
            tracker,
            ("quickstart", """{"seeds":[1],"methods":[{"method":"dpo","name":"dpo","beta":0.1}]}"""),
            ("quickstart", """{"seeds":[2],"methods":[{"method":"dpo","name":"dpo","beta":0.3}],"rows":5}"""),
            ("quickstart", "[1"),
            ("other", """{"methods":[{"method":"dpo","name":"dpo","beta":9}]}"""));

        var rows = (await ReadAsync(tracker, sort: "created")).Rows;

        Assert.Equal([new("dpo.beta", "0.1")], rows[0].Distinctions);
        Assert.Equal([new("dpo.beta", "0.3"), new("rows", "5")], rows[1].Distinctions);
        Assert.Empty(rows[2].Distinctions);
        Assert.Empty(rows[3].Distinctions);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("name: not JSON")]
    [InlineData("[1]")]
    [InlineData("""{"methods": 3, "seeds": "x"}""")]
    [InlineData("""{"methods": [1, {"name": 2}], "seeds": [null, "x", 1.5]}""")]
    public void Outline_OfATextWithoutOne_IsEmpty(string? text)
    {
        var outline = OutlineReader.Read(text);

        Assert.Empty(outline.Methods);
        Assert.Empty(outline.Seeds);
    }

    [Fact]
    public void Loss_Thinned_KeepsItsShapeAndItsGaps()
    {
        PointValue[] loss =
            [.. Enumerable.Range(0, 8).Select(at => new PointValue(at, at is 2 or 3 ? null : (double?)at))];

        Assert.Equal([0.5, null, 4.5, 6.5], LossCurve.Thin(loss, 4));
        Assert.Equal(8, LossCurve.Thin(loss, 40).Count);
    }

    public void Dispose() => _store.Dispose();

    private static Task<ExperimentList> ReadAsync(
        TestTracker tracker, string? filter = null, string? sort = null, int? page = null) =>
        new ExperimentListReader(
            tracker.Get<TrackerDatabase>(), tracker.Get<RunSearches>(), tracker.Get<RunResults>(),
            new LossReader(tracker.Get<TrackerDatabase>()), tracker.Get<Tags>(), tracker.Get<AuditQueries>(),
            new DistinctionReader(tracker.Get<TrackerDatabase>(), new CompareMemory()), new RunMemory(),
            TimeProvider.System)
            .ReadAsync(ExperimentQuery.Of(filter, sort, page), default);

    private static Task<int> AddAsync(TestTracker tracker, IReadOnlyList<(string Name, RunStatus Status)> runs) =>
        AddAsync(tracker, runs.Select((run, index) => RunOf(index, run.Name, run.Status)));

    private static Task<int> AddTextsAsync(TestTracker tracker, params (string Name, string Text)[] runs) =>
        AddAsync(tracker, runs.Select((run, index) => RunOf(index, run.Name, RunStatus.Completed, run.Text)));

    private static Task<int> AddAsync(TestTracker tracker, IEnumerable<Run> runs) =>
        tracker.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.Runs.AddRange(runs);
                return db.SaveChangesAsync();
            },
            default);

    private static Run RunOf(int index, string name, RunStatus status, string? text = null) => new()
    {
        Id = new Guid(index, 0, 0, new byte[8]),
        Name = name,
        Task = "correction",
        ExperimentText = text ?? """{"methods":[{"method":"ppo","name":"rlhf"}],"seeds":[1,2]}""",
        ReportStepKey = "report",
        Status = status,
        CreatedAt = Start.AddMinutes(index),
    };
}
