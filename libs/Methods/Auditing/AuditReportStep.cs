using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Options of the step <c>audit-report</c>.</summary>
public sealed record AuditReportOptions
{
    public required string Audit { get; init; }

    public required string Subject { get; init; }

    public required string Name { get; init; }

    public required AuditLevel Level { get; init; }

    public required string ProofDigest { get; init; }

    public required string? ReportDigest { get; init; }

    public required double Tolerance { get; init; }

    /// <summary>Keys of the audited steps, in the run's order.</summary>
    public required IReadOnlyList<string> Steps { get; init; }
}

/// <summary>Step <c>audit-report</c>: the findings of all steps → the report of the audit.</summary>
public static class AuditReportStep
{
    public const string Kind = "audit-report";

    /// <summary>Name of its output.</summary>
    public const string Output = "report";

    private static readonly string[] Limits =
    [
        "It proves that the recorded result comes out again from the recorded inputs by this product, not that the "
            + "first run was honest: who could write the store before the audit could have changed records and data "
            + "alike.",
        "Equal bits are promised for one machine model, one build of libtorch and one number of threads; elsewhere a "
            + "tolerance decides, and the verdict says so.",
        "It says nothing about whether data, judge and measures are the right ones for the question.",
    ];

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(AuditReportOptions),
        Host = StepHost.Tracker,
        Outputs = [Output],
        Summary = "Brings the findings of an audit together.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<AuditReportOptions>();
        var found = context.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal)
            .SelectMany(input => FindingFile.Read(input.Value)).ToLookup(step => step.Key, StringComparer.Ordinal);
        var steps = options.Steps.Select(key => found[key].Aggregate(Together)).ToList();
        File.WriteAllText(
            context.Output(Output, AuditFile.FileName), AuditFile.Write(ReportOf(options, steps)));
    }

    private static AuditedStep Together(AuditedStep records, AuditedStep again) => again with
    {
        Verdict = Verdicts.Of([records.Verdict, again.Verdict]),
        ArtifactCount = Math.Max(records.ArtifactCount, again.ArtifactCount),
        ByteCount = records.ByteCount,
        Seconds = records.Seconds + again.Seconds,
        Findings = [.. records.Findings.Concat(again.Findings).DistinctBy(finding => finding.Text)],
        Environment = [.. records.Environment.Union(again.Environment)],
    };

    private static AuditReport ReportOf(AuditReportOptions options, List<AuditedStep> steps)
    {
        var verdict = Verdicts.Of(steps.Select(step => step.Verdict));
        return new AuditReport
        {
            Id = options.Audit,
            Subject = options.Subject,
            Name = options.Name,
            Level = options.Level,
            Verdict = verdict,
            Summary = SummaryOf(options, verdict, steps),
            ProofDigest = options.ProofDigest,
            ReportDigest = options.ReportDigest,
            Tolerance = steps.Any(step => step.Verdict == AuditVerdict.WithinTolerance) ? options.Tolerance : null,
            Figures = FiguresOf(steps),
            Steps = steps,
            Environment =
            [
                .. steps.SelectMany(step => step.Environment).Distinct()
                    .OrderBy(difference => difference.Name, StringComparer.Ordinal),
            ],
            Limits = Limits,
        };
    }

    private static AuditFigures FiguresOf(List<AuditedStep> steps) => new()
    {
        StepCount = steps.Count,
        ArtifactCount = steps.Sum(step => step.ArtifactCount),
        ByteCount = steps.Sum(step => step.ByteCount),
        LabelCount = steps.Sum(step => step.LabelCount),
        UpdateCount = steps.Sum(step => step.UpdateCount),
        Seconds = steps.Sum(step => step.Seconds),
    };

    private static string SummaryOf(AuditReportOptions options, AuditVerdict verdict, List<AuditedStep> steps)
    {
        var outside = steps.Count(step => step.Level == AuditLevel.Inputs);
        var done = options.Level switch
        {
            AuditLevel.Inputs => "Everything recorded was looked through",
            AuditLevel.Labels => "Records were looked through and weak labels generated again",
            AuditLevel.Resume => "Weak labels were generated and updates made again",
            _ when outside == 1 =>
                "Every step was executed again but one, which comes from outside and was looked through",
            _ when outside > 0 => string.Create(
                CultureInfo.InvariantCulture,
                $"Every step was executed again but {outside}, which come from outside and were looked through"),
            _ => "Every step was executed again",
        };
        var bad = steps.Where(step => step.Findings.Count > 0).ToList();
        return verdict switch
        {
            AuditVerdict.Reproduced => $"{done}: all of it has the recorded bits.",
            AuditVerdict.WithinTolerance => string.Create(
                CultureInfo.InvariantCulture,
                $"{done}, under other conditions: equal within a relative {options.Tolerance}, not bit for bit."),
            AuditVerdict.Incomplete => $"{done}, as far as it is there: {bad[0].Findings[0].Text}.",
            _ => $"{done}: {bad.Count} of {steps.Count} steps differ; {bad[0].Findings[0].Text}.",
        };
    }
}
