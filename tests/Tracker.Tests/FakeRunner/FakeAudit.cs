using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Auditing;

namespace WeakToStrong.FakeRunner;

/// <summary>Audits without tensors. What one finds is said by the name of the experiment.</summary>
public static class FakeAudit
{
    /// <summary>An experiment of this name has diverged.</summary>
    public const string Diverging = "diverging";

    /// <summary>The audit of an experiment of this name fails.</summary>
    public const string Failing = "failing";

    private static readonly StepHost[] Hosts = [StepHost.Trainer, StepHost.Labeler, StepHost.Tracker];

    internal static void AddTo(StepCatalogue catalogue)
    {
        catalogue.Add(Kind<RecordAuditOptions>(AuditRecordsStep.Kind, StepHost.Tracker, "finding", FindRecords));
        foreach (var host in Hosts)
            catalogue.Add(Kind<StepAuditOptions>(AuditSteps.KindFor(host), host, "finding", Find));
        catalogue.Add(Kind<AuditReportOptions>(AuditReportStep.Kind, StepHost.Tracker, "report", WriteReport));
    }

    private static StepKind Kind<TOptions>(string name, StepHost host, string output, Action<StepContext> execute) =>
        new()
        {
            Name = name,
            Revision = 1,
            OptionsType = typeof(TOptions),
            Host = host,
            Outputs = [output],
            Summary = "A part of an audit for tests.",
            Execute = execute,
        };

    private static void FindRecords(StepContext context)
    {
        var options = context.Options<RecordAuditOptions>();
        if (options.Proof.Name == Failing)
            throw new InputException("proof", null, "fails as the test wants it");
        File.WriteAllText(context.Output("finding", "made.txt"), options.ProofDigest);
    }

    private static void Find(StepContext context) => File.WriteAllText(
        context.Output("finding", "made.txt"), context.Options<StepAuditOptions>().Claim.Name);

    private static void WriteReport(StepContext context)
    {
        var options = context.Options<AuditReportOptions>();
        var isDiverging = options.Name == Diverging;
        var report = new AuditReport
        {
            Id = options.Audit,
            Subject = options.Subject,
            Name = options.Name,
            Level = options.Level,
            Verdict = isDiverging ? AuditVerdict.Diverged : AuditVerdict.Reproduced,
            Summary = isDiverging ? "One of the steps differs." : "Everything has the bits that were recorded.",
            ProofDigest = options.ProofDigest,
            Figures = new AuditFigures
            {
                StepCount = 1, ArtifactCount = 1, ByteCount = 10, LabelCount = 0, UpdateCount = 4, Seconds = 0.5,
            },
            Steps = [StepOf(options, isDiverging)],
            Environment = [],
            Limits = ["It proves that a result reproduces, not that the first run was honest."],
        };
        File.WriteAllText(context.Output("report", AuditFile.FileName), AuditFile.Write(report));
    }

    private static AuditedStep StepOf(AuditReportOptions options, bool isDiverging) => new()
    {
        Key = options.Steps[0],
        Name = "seed 1 / sft",
        Kind = FakeCatalogue.Train,
        Verdict = isDiverging ? AuditVerdict.Diverged : AuditVerdict.Reproduced,
        Level = options.Level,
        Checked = "4 updates made again",
        Outputs = new Dictionary<string, string> { ["model"] = new('a', 64) },
        UpdateCount = 4,
        Findings = isDiverging ? [Difference] : [],
        LargestDifference = isDiverging ? 0.25 : null,
    };

    private static AuditFinding Difference => new()
    {
        Kind = FindingKind.Weights,
        Text = "update 3 of sft has other weights",
        Divergence = new FirstDivergence
        {
            Stage = "sft",
            Entry = 2,
            Update = 3,
            EntryCount = 4,
            LookUps = 2,
            Fields = ["weights"],
            Tensor = "model.norm.weight",
            LargestUlp = 1,
            DifferentCount = 1,
            ComparedAt = "after update 3",
            Rows = ["row-1", "row-2"],
            LikelyCause = "a weight was changed",
        },
    };
}
