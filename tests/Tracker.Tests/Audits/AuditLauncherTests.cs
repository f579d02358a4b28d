using WeakToStrong.Contracts;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Audits;

/// <summary>Audits from their launch to their verdict.</summary>
[Collection(SharedServers.Name)]
public sealed class AuditLauncherTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Launch_OfACompletedRun_IsARunThatLeavesItsReport(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);

        var id = await tracker.AuditAsync(subject);
        var run = await tracker.ExecuteAllAsync(id);

        Assert.True(run.Run.IsAudit);
        Assert.Equal(("fake", RunStatus.Completed), (run.Run.Name, run.Run.Status));
        Assert.Contains(run.Steps, step => step.Name == "audit of fake sft");
        var report = tracker.Get<AuditReports>().Find(id)!;
        Assert.Equal((id.ToString("N"), subject.ToString("N")), (report.Id, report.Subject));
        Assert.Equal(
            [AuditFile.FileName, AuditAttestation.AuditFileName, AuditAttestation.ProvenanceFileName],
            tracker.Get<AuditReports>().FilesOf(id));
        Assert.False(File.Exists(RunReportWriter.PathOf(store.Root, id)));
        var row = Assert.Single(await tracker.Get<AuditQueries>().OfRunAsync(subject, default));
        Assert.Equal((id, subject, AuditLevel.Full), (row.Id, row.SubjectId, row.Level));
        Assert.Equal((AuditVerdict.Reproduced, report.Summary), (row.Verdict!.Value, row.Summary));
        Assert.Null(row.FirstDivergence);
    }

    [Fact]
    public async Task Launch_OnAHost_IsExecutedByItsWorkers()
    {
        using var store = new TestStore();
        await using var host = await TestHost.StartAsync(store);
        var plan = store.Plan();
        plan.Evaluate(plan.Train(plan.Prepare(), "sft"), "scores");
        var subject = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        var id = await host.Get<AuditLauncher>().LaunchAsync(subject.Run.Id, new AuditSubmission(), default);
        var run = await host.WaitForAsync(id, RunStatus.Completed);

        Assert.Equal(6, run.Steps.Count);
        Assert.Equal(AuditVerdict.Reproduced, (await host.Get<AuditQueries>().FindAsync(id, default))!.Verdict);
        Assert.Equal(3, store.Executions.Count);
    }

    [Theory]
    [Engines]
    public async Task Launch_OfARunThatDiverged_SaysWhere(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store, FakeAudit.Diverging);

        await tracker.AuditedAsync(subject);

        var row = Assert.Single(await tracker.Get<AuditQueries>().OfRunAsync(subject, default));
        Assert.Equal(AuditVerdict.Diverged, row.Verdict);
        Assert.Equal("seed 1 / sft: update 3 of sft, weights; model.norm.weight by 1 ULP", row.FirstDivergence);
        Assert.Equal(0.25, row.LargestDifference);
    }

    [Fact]
    public async Task Launch_OfWhatCannotBeAudited_IsRefusedWithTheReason()
    {
        using var store = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);
        var audit = await tracker.AuditAsync(subject);
        var plan = store.Plan();
        plan.Prepare("other");
        var waiting = await tracker.LaunchAsync(plan.Request("other"));
        File.Delete(Path.Combine(RunReportWriter.FolderOf(store.Root, subject), RunProof.FileName));

        await Assert.ThrowsAsync<RunHasNoProofException>(() => tracker.AuditAsync(subject));
        await Assert.ThrowsAsync<AuditOfAuditException>(() => tracker.AuditAsync(audit));
        await Assert.ThrowsAsync<InvalidRunStatusException>(() => tracker.AuditAsync(waiting));
        await Assert.ThrowsAsync<RunNotFoundException>(() => tracker.AuditAsync(Guid.AllBitsSet));
    }

    /// <summary>What a proof says besides its steps is held against what the tracker knows of the run.</summary>
    [Fact]
    public async Task Launch_OfAProofThatTellsOfAnotherExperiment_IsRefused()
    {
        using var store = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);
        var path = RunProofWriter.PathOf(store.Root, subject);
        var proof = RunProof.Read(path) with { ExperimentText = "name: better\n" };
        await File.WriteAllBytesAsync(path, proof.ToCanonicalJson());

        var refused = await Assert.ThrowsAsync<InputException>(() => tracker.AuditAsync(subject));

        Assert.Contains("launched with another experiment", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_WithWrongNumbers_IsRefused()
    {
        using var store = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);
        AuditSubmission[] wrong =
        [
            new() { Updates = 0 }, new() { LabelParts = -1 }, new() { Threads = 1000 }, new() { Tolerance = 0 },
            new() { Tolerance = double.NaN }, new() { Author = "two\nlines" },
        ];

        foreach (var submission in wrong)
            await Assert.ThrowsAsync<InputException>(
                () => tracker.Get<AuditLauncher>().LaunchAsync(subject, submission, default));
    }

    [Theory]
    [Engines]
    public async Task Audit_ThatFailsAndIsRetried_HasNoVerdictUntilItIsCompleted(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);
        var id = await tracker.AuditAsync(subject);
        var records = (await tracker.ShowAsync(id)).Steps.Single(step => step.Name == "records");
        await tracker.FailAsync((await tracker.ClaimAsync(records.Key))!, FailureReason.Error);
        await tracker.ExecuteRestAsync(id);

        var failed = (await tracker.Get<AuditQueries>().FindAsync(id, default))!;
        await tracker.Get<RunCommands>().RetryAsync(id, default);
        await tracker.ExecuteAllAsync(id);

        Assert.Equal((RunStatus.Failed, null), (failed.Status, failed.Verdict));
        Assert.NotNull(failed.Failure);
        Assert.Null((await tracker.Get<AuditQueries>().FindAsync(subject, default))?.Verdict);
        Assert.Equal(AuditVerdict.Reproduced, (await tracker.Get<AuditQueries>().FindAsync(id, default))!.Verdict);
    }

    [Theory]
    [Engines]
    public async Task Remove_OfTheSubject_LeavesItsAudits(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var subject = await tracker.FinishedAsync(store);
        var id = await tracker.AuditedAsync(subject);

        await tracker.Get<RunCommands>().RemoveAsync(subject, default);
        Assert.Equal(id, Assert.Single((await tracker.Get<AuditQueries>().ListAsync(null, 0, 10, default)).Audits).Id);

        await tracker.Get<RunCommands>().RemoveAsync(id, default);
        Assert.Empty((await tracker.Get<AuditQueries>().ListAsync(null, 0, 10, default)).Audits);
    }
}
