using WeakToStrong.Experiments.Auditing;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Audits;

public sealed class AuditsReaderTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Read_BeforeAnyAudit_SuggestsTheLatestRun()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        Assert.Null((await ReadAsync(tracker)).Suggested);
        var run = await tracker.FinishedAsync(_store);

        var model = await ReadAsync(tracker);

        Assert.Equal((0, run.ToString("N")), (model.TotalCount, model.Suggested));
    }

    [Fact]
    public async Task Read_SeveralAudits_HasTheirDriftTheOldestFirst()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var (good, bad) = (
            await tracker.FinishedAsync(_store, "good"), await tracker.FinishedAsync(_store, FakeAudit.Diverging));
        var ids = new List<Guid>();
        foreach (var subject in new[] { good, bad, good })
        {
            ids.Add(await tracker.AuditedAsync(subject));
            tracker.Clock.Advance(TimeSpan.FromDays(3));
        }
        await tracker.AuditAsync(bad);

        var model = await ReadAsync(tracker);
        var named = await ReadAsync(tracker, FakeAudit.Diverging);

        Assert.Equal((4, 4), (model.TotalCount, model.Rows.Count));
        Assert.Equal(["good", FakeAudit.Diverging], model.Drifts.Select(drift => drift.Name));
        Assert.Equal([ids[0], ids[2]], model.Drifts[0].Marks.Select(mark => mark.Id));
        var chart = DriftChart.Of(model.Drifts);
        Assert.Equal([0, 6], chart.Series[0].X);
        Assert.Equal([0, 0], chart.Series[0].Y);
        Assert.Equal([0.25], chart.Series[1].Y);
        Assert.StartsWith("days since ", chart.TimeLabel, StringComparison.Ordinal);
        Assert.Equal(2, named.TotalCount);
        Assert.Equal(AuditVerdict.Diverged, Assert.Single(Assert.Single(named.Drifts).Marks).Verdict);
    }

    [Fact]
    public async Task Read_OneAudit_HasItsReportOnceItIsThere()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var subject = await tracker.FinishedAsync(_store, FakeAudit.Diverging);
        var id = await tracker.AuditAsync(subject);
        using var reader = new AuditReader(tracker.Get<AuditQueries>(), tracker.Get<AuditReports>(), tracker.Queries);

        var before = await reader.ReadAsync(id, isLive: true, default);
        await tracker.ExecuteAllAsync(id);
        await tracker.Get<RunCommands>().RemoveAsync(subject, default);
        var after = await reader.ReadAsync(id, isLive: true, default);

        Assert.Equal((null, 0, true), (before.Report, before.Files.Count, before.HasSubject));
        Assert.Equal((RunStatus.Completed, false), (after.Audit.Status, after.HasSubject));
        Assert.Equal("model.norm.weight", FirstDivergenceText.Find(after.Report! with
        {
            Steps = after.Flawed,
        })!.Divergence.Tensor);
        await Assert.ThrowsAsync<RunNotFoundException>(() => reader.ReadAsync(subject, isLive: true, default));
    }

    [Fact]
    public async Task Read_AReportThatWasDamaged_SaysSo()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var id = await tracker.AuditedAsync(await tracker.FinishedAsync(_store));
        using var reader = new AuditReader(tracker.Get<AuditQueries>(), tracker.Get<AuditReports>(), tracker.Queries);
        Assert.NotNull((await reader.ReadAsync(id, isLive: true, default)).Report);
        await File.WriteAllTextAsync(tracker.Get<AuditReports>().PathOf(id), "{}");

        var model = await reader.ReadAsync(id, isLive: true, default);

        Assert.Null(model.Report);
        Assert.Contains("is no report of an audit", model.ReportProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AgainWithTheSameFile_DoesNotReadIt()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var id = await tracker.AuditedAsync(await tracker.FinishedAsync(_store));
        using var reader = new AuditReader(tracker.Get<AuditQueries>(), tracker.Get<AuditReports>(), tracker.Queries);
        await reader.ReadAsync(id, isLive: true, default);
        var file = new FileInfo(tracker.Get<AuditReports>().PathOf(id));
        await File.WriteAllTextAsync(file.FullName, new string(' ', (int)file.Length));
        File.SetLastWriteTimeUtc(file.FullName, file.LastWriteTimeUtc);

        Assert.NotNull((await reader.ReadAsync(id, isLive: true, default)).Report);
    }

    public void Dispose() => _store.Dispose();

    private static Task<AuditsModel> ReadAsync(TestTracker tracker, string? name = null) =>
        new AuditsReader(tracker.Get<TrackerDatabase>(), tracker.Get<AuditQueries>())
            .ReadAsync(AuditsQuery.Of(name, null), default);
}
