using System.Buffers.Binary;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

/// <summary>Makes a run that audits another one, from what that one left as its proof.</summary>
public sealed class AuditLauncher(
    RunLauncher launcher,
    RunQueries queries,
    AuditQueries audits,
    ArtifactStore store,
    StepCatalogue catalogue,
    TimeProvider time)
{
    /// <summary>Returns the id of the run that executes the audit.</summary>
    /// <exception cref="InputException">What is asked for is wrong, or the proof cannot be read.</exception>
    /// <exception cref="RunException">There is no such run, or nothing that could be audited.</exception>
    public async Task<Guid> LaunchAsync(Guid subjectId, AuditSubmission wanted, CancellationToken cancellationToken)
    {
        wanted.Check();
        var subject = await queries.ShowAsync(subjectId, cancellationToken);
        if (await audits.FindAsync(subjectId, cancellationToken) is { } audit)
            throw new AuditOfAuditException(subjectId, audit.SubjectId);
        if (subject.Run.Status != RunStatus.Completed)
            throw new InvalidRunStatusException(subjectId, subject.Run.Status, "audited; only completed runs can");
        // Reading a proof and planning from it is work for a core.
        var request = await Task.Run(() => RequestOf(subject, wanted), cancellationToken);
        return await launcher.LaunchAsync(request, cancellationToken);
    }

    /// <summary>Whether the run left what an audit needs.</summary>
    public bool HasProof(Guid runId) => File.Exists(ProofPath(runId));

    private LaunchRequest RequestOf(RunView subject, AuditSubmission wanted)
    {
        var subjectId = subject.Run.Id;
        var proof = ReadProof(subject);
        var auditId = RunLauncher.NewRunId();
        var plan = Plan(proof, auditId, subjectId, wanted);
        return new LaunchRequest
        {
            Plan = plan,
            ExperimentText = proof.ExperimentText,
            Author = wanted.Author,
            Audit = new Audit
            {
                RunId = auditId,
                SubjectId = subjectId,
                Name = proof.Name,
                Level = wanted.Level,
                CreatedAt = time.GetUtcNow(),
            },
        };
    }

    /// <summary>The proof of all that the run is known to have been, and of nothing else.</summary>
    private RunProof ReadProof(RunView subject)
    {
        if (!HasProof(subject.Run.Id))
            throw new RunHasNoProofException(subject.Run.Id);
        var path = ProofPath(subject.Run.Id);
        var proof = RunProof.Read(path);
        if (proof.FindGap() is { } gap)
            throw new InputException(path, null, $"is not whole: {gap}; only a whole proof is audited");
        return proof.ExperimentText == subject.ExperimentText
            ? proof
            : throw new InputException(path, null, "was changed: the run was launched with another experiment");
    }

    private ExperimentPlan Plan(RunProof proof, Guid auditId, Guid subjectId, AuditSubmission wanted)
    {
        var folder = RunReportWriter.FolderOf(store.Root, subjectId);
        var request = wanted.On(new AuditRequest
        {
            Id = auditId.ToString("N"),
            // The files that came with an imported run lie in its folder; its proof says where they lay elsewhere.
            Subject = ArchivedData.PointTo(proof, folder),
            ProofDigest = proof.Digest(),
            Level = AuditLevel.Full,
            Seed = SeedOf(auditId),
            // What the steps of an imported run left behind came with it.
            IsImported = Directory.Exists(Path.Combine(folder, StepProofs.FolderName)),
        });
        return AuditPlan.Make(request, catalogue);
    }

    // What is drawn for an audit follows from its id, so it can be told again which checkpoints it drew.
    private static int SeedOf(Guid auditId) =>
        BinaryPrimitives.ReadInt32LittleEndian(auditId.ToByteArray()) & int.MaxValue;

    private string ProofPath(Guid runId) => RunProofWriter.PathOf(store.Root, runId);
}
