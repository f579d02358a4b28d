using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Audits;

[Collection(SharedServers.Name)]
public sealed class NightlyAuditTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Launch_NightAfterNight_NeverAuditsTheSameRunTwiceInARow(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await OpenAsync(store, AuditLevel.Resume);
        var subjects = new[] { await tracker.FinishedAsync(store, "one"), await tracker.FinishedAsync(store, "two") };
        var audited = new List<Guid>();

        for (var night = 0; night < 6; night++)
        {
            var id = (await tracker.Get<NightlyAudit>().LaunchAsync(default))!.Value;
            await tracker.ExecuteAllAsync(id);
            var row = (await tracker.Get<AuditQueries>().FindAsync(id, default))!;
            Assert.Equal((AuditLevel.Resume, NightlyAudit.Author), (row.Level, row.Author));
            audited.Add(row.SubjectId);
            tracker.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.All(audited.Zip(audited.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Equal(subjects.Order(), audited.Distinct().Order());
    }

    /// <summary>Ids are random: any number of nights may pass before the one that draws a certain run.</summary>
    [Theory]
    [Engines]
    public async Task Launch_OnANightThatDrawsARun_AuditsIt(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await OpenAsync(store, AuditLevel.Inputs);
        var subjects = new List<Guid>();
        foreach (var name in new[] { "a", "b", "c", "d" })
            subjects.Add(await tracker.FinishedAsync(store, name));

        foreach (var subject in subjects)
        {
            var now = tracker.Clock.GetUtcNow();
            tracker.Clock.Advance(NightThatDraws(subject, subjects, now) - now);
            var id = (await tracker.Get<NightlyAudit>().LaunchAsync(default))!.Value;
            await tracker.ExecuteAllAsync(id);

            Assert.Equal(subject, (await tracker.Get<AuditQueries>().FindAsync(id, default))!.SubjectId);
        }
    }

    [Fact]
    public async Task Launch_OfTheOnlyRun_AuditsItAgain()
    {
        using var store = new TestStore();
        await using var tracker = await OpenAsync(store, AuditLevel.Full);
        var subject = await tracker.FinishedAsync(store);
        await tracker.AuditedAsync(subject);

        var id = await tracker.Get<NightlyAudit>().LaunchAsync(default);

        Assert.Equal(subject, (await tracker.Get<AuditQueries>().FindAsync(id!.Value, default))!.SubjectId);
    }

    [Fact]
    public async Task Launch_WhileAnotherIsUnderWay_DoesNothing()
    {
        using var store = new TestStore();
        await using var tracker = await OpenAsync(store, AuditLevel.Full);
        await tracker.AuditAsync(await tracker.FinishedAsync(store));

        Assert.Null(await tracker.Get<NightlyAudit>().LaunchAsync(default));
    }

    [Fact]
    public async Task Launch_WithoutARunThatHasAProof_DoesNothing()
    {
        using var store = new TestStore();
        await using var tracker = await OpenAsync(store, AuditLevel.Full);
        Assert.Null(await tracker.Get<NightlyAudit>().LaunchAsync(default));
        var subject = await tracker.FinishedAsync(store);
        File.Delete(Path.Combine(RunReportWriter.FolderOf(store.Root, subject), RunProof.FileName));

        Assert.Null(await tracker.Get<NightlyAudit>().LaunchAsync(default));
    }

    [Fact]
    public async Task Launch_WhenNobodyWantsIt_DoesNothing()
    {
        using var store = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(store);
        await tracker.FinishedAsync(store);

        Assert.Null(await tracker.Get<NightlyAudit>().LaunchAsync(default));
    }

    private static Task<TestTracker> OpenAsync(TestStore store, AuditLevel level) =>
        TestTracker.OpenAsync(store, options => options with { Audits = new AuditSchedule { Level = level } });

    /// <summary>The first night from one on whose id the subject is the next after, once around.</summary>
    private static DateTimeOffset NightThatDraws(Guid subject, List<Guid> subjects, DateTimeOffset night)
    {
        var ordered = subjects.Order().ToList();
        while (ordered.FirstOrDefault(id => id >= NightlyAudit.Drawn(night), ordered[0]) != subject)
            night = night.AddDays(1);
        return night;
    }
}
