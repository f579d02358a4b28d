using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunResultsTests : IDisposable
{
    private static readonly Guid RunId = new(7, 0, 0, new byte[8]);

    private readonly TestStore _store = new();

    [Fact]
    public async Task Report_LookedAtAgain_IsReadOnceUntilItsFileIsAnother()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var results = tracker.Get<RunResults>();
        Assert.Null(results.Report(RunId));

        Write(tracker, "first");
        var first = results.Report(RunId);

        Assert.Equal("first", first!.Name);
        Assert.Same(first, results.Report(RunId));
        Write(tracker, "the second");
        Assert.Equal("the second", results.Report(RunId)!.Name);
    }

    [Fact]
    public async Task Report_ThatWasChanged_IsRefusedEveryTime()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        Write(tracker, "first");
        var path = tracker.Queries.ReportPath(RunId);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(
            "first", "other", StringComparison.Ordinal));

        Assert.Throws<InvalidDataException>(() => tracker.Get<RunResults>().Report(RunId));
        Assert.Throws<InvalidDataException>(() => tracker.Get<RunResults>().Report(RunId));
    }

    public void Dispose() => _store.Dispose();

    private static void Write(TestTracker tracker, string name)
    {
        var report = new Report
        {
            Name = name,
            Task = "correction",
            Seeds = [1],
            ReportDigest = "",
            Rows = [],
            Summary = [],
            Differences = [],
            Notes = [],
        };
        var path = tracker.Queries.ReportPath(RunId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ReportFile.WriteStable(report with { ReportDigest = ReportFile.DigestOf(report) }, path);
    }
}
