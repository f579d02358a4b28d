using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Auditing;

/// <summary>What two executions of a step differ in.</summary>
internal static class Differences
{
    /// <summary>Outputs that came out otherwise. Where the ledgers part is said once, with the first of them.</summary>
    public static IEnumerable<AuditFinding> OfExecution(
        StepClaim claim, IEnumerable<string> outputs, FirstDivergence? divergence) =>
        outputs.Select((output, index) => new AuditFinding
        {
            Kind = FindingKind.Execution,
            Text = $"executed again, {claim.Name} makes another {output}",
            Divergence = index == 0 ? divergence : null,
        });

    /// <summary>Where the ledgers part; null when they do not.</summary>
    public static FirstDivergence? Locate(
        LedgerReader? recorded, LedgerReader? found, IReadOnlyList<EnvironmentDifference> environment)
    {
        if (recorded is null || found is null
            || LedgerComparison.FirstDifference(recorded, found) is not { } difference)
            return null;
        var entry = difference.Index < recorded.Count ? recorded[difference.Index] : found[difference.Index];
        var fields = difference.Index < recorded.Count && difference.Index < found.Count
            ? recorded[difference.Index].DifferencesTo(found[difference.Index])
            : ["length"];
        return new FirstDivergence
        {
            Stage = entry.Stage,
            Entry = difference.Index,
            Update = entry.Update,
            EntryCount = recorded.Count,
            LookUps = difference.LookUps,
            Fields = fields,
            LikelyCause = LikelyCause.Of(fields, environment),
        };
    }

    /// <summary>Largest relative difference of loss and gradient norm; infinite where anything else differs.</summary>
    public static double? LargestRelative(LedgerReader? recorded, LedgerReader? found)
    {
        if (recorded is null || found is null)
            return null;
        if (recorded.Count != found.Count)
            return double.PositiveInfinity;
        return recorded.Entries().Zip(found.Entries(), Relative).DefaultIfEmpty(0).Max();
    }

    /// <inheritdoc cref="LargestRelative"/>
    public static double Relative(LedgerEntry recorded, LedgerEntry found) =>
        recorded.Rows != found.Rows || recorded.TokenCount != found.TokenCount
            ? double.PositiveInfinity
            : Math.Max(
                Relative(recorded.Loss, found.Loss), Relative(recorded.GradientNorm, found.GradientNorm));

    private static double Relative(double recorded, double found) =>
        recorded.Equals(found) ? 0 : Math.Abs(recorded - found) / Math.Max(Math.Abs(recorded), Math.Abs(found));
}
