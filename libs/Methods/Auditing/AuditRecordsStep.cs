using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Options of the step <c>audit-records</c>.</summary>
public sealed record RecordAuditOptions
{
    public required string Audit { get; init; }

    public required RunProof Proof { get; init; }

    public required string ProofDigest { get; init; }

    public required bool IsImported { get; init; }
}

/// <summary>
/// Step <c>audit-records</c>: everything that a run recorded is still there and hashes equal. No step is executed.
/// </summary>
public static class AuditRecordsStep
{
    public const string Kind = "audit-records";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 2,
        OptionsType = typeof(RecordAuditOptions),
        Host = StepHost.Tracker,
        Outputs = [AuditSteps.Finding],
        Summary = "Looks through everything that a run recorded.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<RecordAuditOptions>();
        var audit = new RecordAudit(context.Executor!, options);
        var found = new List<AuditedStep>();
        foreach (var claim in options.Proof.Steps)
        {
            if (context.Stop.IsCancellationRequested)
                throw new StepStoppedException();
            found.Add(audit.Run(claim));
            context.Report(StepProgress.Of(found.Count, options.Proof.Steps.Count, "records"));
        }
        FindingFile.Write(context.Output(AuditSteps.Finding), found);
    }
}
