using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Tests.Attestation;

/// <summary>A small run that was audited: one step read a file and made a model.</summary>
internal static class SampleAudit
{
    public const string RunId = "5b1f00000000000000000000000000aa";
    public const string AuditId = "a0d1000000000000000000000000000b";
    public const string DataText = "{\"question\":\"q\"}\n";

    public static readonly string Manifest = Digests.OfText("{}");

    public static StepSpec Spec(string dataPath = "/elsewhere/rows.jsonl") => new()
    {
        Kind = "tune-student",
        Revision = 1,
        Options = new JsonObject { ["epochs"] = 1 },
        Seed = 1,
        Inputs = new Dictionary<string, OutputRef>(),
        Files = new Dictionary<string, InputFile> { ["transfer"] = new(dataPath, Digests.OfText(DataText)) },
    };

    public static RunProof Proof(string modelDigest, string dataPath = "/elsewhere/rows.jsonl") => new()
    {
        RunId = RunId,
        Name = "small",
        Task = "correction",
        ExperimentText = "name: small\nseeds: [1]\n",
        Options = [new("seeds", "[1]", ValueOrigin.File), new("supervisor.epochs", "2", ValueOrigin.Default)],
        Product = new Dictionary<string, string> { ["version"] = "1.2.3" },
        ReportStepKey = Digests.OfText("report"),
        ReportDigest = Digests.OfText("report's digest"),
        Steps =
        [
            new StepClaim
            {
                Name = "seed 1 / sft",
                Key = Spec().Key,
                Spec = Spec(dataPath),
                Outputs = new Dictionary<string, string> { ["model"] = modelDigest },
                Proof = new StepProof
                {
                    Manifest = Manifest,
                    LedgerEntries = 3,
                    LedgerHead = Digests.OfText("head"),
                    Checkpoints = new Dictionary<string, string>(),
                },
            },
        ],
    };

    public static AuditReport Report(RunProof proof, AuditVerdict verdict = AuditVerdict.Reproduced) => new()
    {
        Id = AuditId,
        Subject = proof.RunId,
        Name = proof.Name,
        Level = AuditLevel.Full,
        Verdict = verdict,
        Summary = "every step was executed again",
        ProofDigest = proof.Digest(),
        ReportDigest = proof.ReportDigest,
        Figures = new AuditFigures
        {
            StepCount = 1, ArtifactCount = 1, ByteCount = 12, LabelCount = 0, UpdateCount = 3, Seconds = 0.5,
        },
        Steps = [.. proof.Steps.Select(step => StepOf(step, verdict))],
        Environment = [],
        Limits = ["says nothing about who ran it first"],
    };

    private static AuditedStep StepOf(StepClaim step, AuditVerdict verdict) => new()
    {
        Key = step.Key,
        Name = step.Name,
        Kind = step.Spec.Kind,
        Verdict = verdict,
        Level = AuditLevel.Full,
        Checked = "executed again",
        Outputs = step.Outputs,
    };
}
