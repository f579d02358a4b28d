using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Options of a step that audits one step.</summary>
public sealed record StepAuditOptions
{
    /// <summary>The audit; makes every audit's steps its own.</summary>
    public required string Audit { get; init; }

    /// <summary>Id of the audited run.</summary>
    public required string Subject { get; init; }

    /// <summary>What the run claims of the step.</summary>
    public required StepClaim Claim { get; init; }

    public required AuditLevel Level { get; init; }

    public required int ReplayUpdates { get; init; }

    public required int LabelParts { get; init; }

    /// <summary>Threads of the runner; its parent reads them here.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether these are others than the step was recorded with.</summary>
    public required bool IsOtherThreads { get; init; }

    public required double Tolerance { get; init; }

    /// <summary>The claim came from elsewhere; what this store made of the step is compared with it.</summary>
    public required bool IsImported { get; init; }
}

/// <summary>
/// Steps that audit a step: one kind for each service, because what executed a step executes its audit. All of them
/// write an <see cref="AuditedStep"/>.
/// </summary>
public static class AuditSteps
{
    /// <summary>Name of the output of every step of an audit but the last.</summary>
    public const string Finding = "finding";

    public static StepKind Training { get; } = Kind("audit-training", StepHost.Trainer);

    public static StepKind Inference { get; } = Kind("audit-inference", StepHost.Labeler);

    public static StepKind Preparation { get; } = Kind("audit-preparation", StepHost.Tracker);

    /// <summary>The kind that audits steps of a service.</summary>
    public static string KindFor(StepHost host) => host switch
    {
        StepHost.Trainer => Training.Name,
        StepHost.Labeler => Inference.Name,
        StepHost.Tracker => Preparation.Name,
        _ => throw new ArgumentOutOfRangeException(nameof(host)),
    };

    private static StepKind Kind(string name, StepHost host) => new()
    {
        Name = name,
        Revision = 1,
        OptionsType = typeof(StepAuditOptions),
        Host = host,
        Outputs = [Finding],
        Summary = "Does a step of a run again, and compares.",
        Streams = [AuditWork.CheckpointStream, AuditWork.LabelStream],
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        FindingFile.Write(
            context.Output(Finding), [new StepAudit(context, context.Options<StepAuditOptions>()).Run()]);
        AuditWork.Remove(context);
    }
}
