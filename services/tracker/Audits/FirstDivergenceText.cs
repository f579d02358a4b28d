using System.Globalization;
using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Audits;

/// <summary>Where an audit's first difference is, for people.</summary>
public static class FirstDivergenceText
{
    /// <summary>That of the first step in the plan's order: what comes after it may differ because of it.</summary>
    public static LocatedDivergence? Find(AuditReport report) =>
        (from step in report.Steps
         from finding in step.Findings
         where finding.Divergence is not null
         select new LocatedDivergence(step, finding.Divergence!)).FirstOrDefault();

    /// <summary>seed 1 / sft: update 17 of corrections, weights; model.norm.weight by 1 ULP.</summary>
    public static string Of(AuditedStep step, FirstDivergence divergence)
    {
        var place = string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Name}: update {divergence.Update} of {divergence.Stage}, {string.Join(", ", divergence.Fields)}");
        return divergence is { Tensor: { } tensor, LargestUlp: { } ulp }
            ? string.Create(CultureInfo.InvariantCulture, $"{place}; {tensor} by {ulp} ULP")
            : place;
    }
}

/// <summary>A first difference, and the step that has it.</summary>
public sealed record LocatedDivergence(AuditedStep Step, FirstDivergence Divergence);
