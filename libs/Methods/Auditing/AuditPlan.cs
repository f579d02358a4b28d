using System.Globalization;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;

namespace WeakToStrong.Methods.Auditing;

/// <summary>An audit in the place of an experiment, so that it is planned, run and followed like one.</summary>
public sealed record AuditExperiment : Experiment
{
    /// <summary>The task of every audit; no file can ask for it.</summary>
    public const string TaskName = "audit";
}

/// <summary>
/// The graph of an audit: one step looks through the records, one more for every step that is done again, and one
/// brings the findings together. So audits are queued, shared among workers, stopped and resumed like anything else.
/// </summary>
public static class AuditPlan
{
    /// <exception cref="InputException">It would have more steps than one run may have.</exception>
    public static ExperimentPlan Make(AuditRequest request, StepCatalogue catalogue)
    {
        var builder = new PlanBuilder(catalogue);
        if (request.IsImported && request.Level != AuditLevel.Inputs)
            AddAgain(builder, request);
        var findings = new List<OutputRef> { AddRecords(builder, request).Output(AuditSteps.Finding) };
        foreach (var claim in request.Subject.Steps)
            if (LevelOf(request, claim, catalogue) is not AuditLevel.Inputs and var level)
                findings.Add(AddStep(builder, request, claim, level).Output(AuditSteps.Finding));
        var report = builder.Add(
            "report", AuditReportStep.Kind, ReportOptions(request), request.Seed, Numbered(findings));
        return new ExperimentPlan
        {
            Experiment = new AuditExperiment
            {
                Name = request.Subject.Name, Task = AuditExperiment.TaskName, Seeds = [request.Seed],
            },
            Steps = builder.Steps,
            Report = report.Step,
        };
    }

    // This store makes what was imported for itself, which it cannot where others had a say in it.
    private static void AddAgain(PlanBuilder builder, AuditRequest request)
    {
        foreach (var claim in request.Subject.Steps)
        {
            if (Obstacle(claim.Spec, builder.Catalogue.FindKind(claim.Spec.Kind)) is { } obstacle)
                throw new InputException(
                    "level", null, $"'{claim.Name}' of the imported run {obstacle} and cannot be made here; allowed is "
                    + "inputs");
            builder.Add(claim.Name, claim.Spec);
        }
    }

    /// <summary>Why this product cannot make a step; null when it can.</summary>
    private static string? Obstacle(StepSpec spec, StepKind? kind) => kind switch
    {
        null => $"is of the kind {spec.Kind}, which this product does not have,",
        { ComesFromOutside: true } => "comes from outside",
        _ when kind.Revision != spec.Revision =>
            $"was made at revision {spec.Revision} of {spec.Kind}, this product has {kind.Revision},",
        _ => null,
    };

    /// <summary>
    /// What is done of a step at the level that was asked for. Of a kind that is not there any more it is tried: then
    /// the audit says that it cannot be done.
    /// </summary>
    private static AuditLevel LevelOf(AuditRequest request, StepClaim claim, StepCatalogue catalogue)
    {
        var kind = catalogue.FindKind(claim.Spec.Kind);
        return request.Level switch
        {
            _ when kind is { ComesFromOutside: true } => AuditLevel.Inputs,
            AuditLevel.Full => AuditLevel.Full,
            >= AuditLevel.Labels when claim.Spec.Kind == CorrectAnswersStep.Kind => AuditLevel.Labels,
            AuditLevel.Resume when kind is null or { Host: StepHost.Trainer } => AuditLevel.Resume,
            _ => AuditLevel.Inputs,
        };
    }

    private static StepHandle AddRecords(PlanBuilder builder, AuditRequest request) => builder.Add(
        "records", AuditRecordsStep.Kind,
        new RecordAuditOptions
        {
            Audit = request.Id,
            Proof = request.Subject,
            ProofDigest = request.ProofDigest,
            IsImported = request.IsImported,
        },
        request.Seed);

    private static StepHandle AddStep(
        PlanBuilder builder, AuditRequest request, StepClaim claim, AuditLevel level)
    {
        var recordedThreads = StepThreads.Of(claim.Spec.Options);
        var options = new StepAuditOptions
        {
            Audit = request.Id,
            Subject = request.Subject.RunId,
            Claim = claim,
            Level = level,
            ReplayUpdates = request.ReplayUpdates,
            LabelParts = request.LabelParts,
            Threads = request.Threads ?? recordedThreads,
            IsOtherThreads = request.Threads is { } threads && threads != recordedThreads,
            Tolerance = request.Tolerance,
            IsImported = request.IsImported,
        };
        var host = builder.Catalogue.FindKind(claim.Spec.Kind)?.Host ?? StepHost.Tracker;
        return builder.Add(
            $"audit of {claim.Name}", AuditSteps.KindFor(host), options, request.Seed, Made(request, claim));
    }

    // What came from elsewhere is compared with what this store made of it: that comes first.
    private static Dictionary<string, OutputRef> Made(AuditRequest request, StepClaim claim) =>
        request.IsImported
            ? claim.Outputs.Keys.ToDictionary(name => $"made/{name}", name => new OutputRef(claim.Key, name))
            : [];

    private static AuditReportOptions ReportOptions(AuditRequest request) => new()
    {
        Audit = request.Id,
        Subject = request.Subject.RunId,
        Name = request.Subject.Name,
        Level = request.Level,
        ProofDigest = request.ProofDigest,
        ReportDigest = request.Subject.ReportDigest,
        Tolerance = request.Tolerance,
        Steps = [.. request.Subject.Steps.Select(claim => claim.Key)],
    };

    private static Dictionary<string, OutputRef> Numbered(IEnumerable<OutputRef> findings) =>
        findings.Index().ToDictionary(
            finding => string.Create(CultureInfo.InvariantCulture, $"finding/{finding.Index:00000}"),
            finding => finding.Item);
}
