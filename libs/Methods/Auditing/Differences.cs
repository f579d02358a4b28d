using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Methods.Sampling;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// What two executions of a step differ in. Numbers are near when |a − b| ≤ max(rtol · max(|a|, |b|), atol), as in
/// Python's <c>math.isclose</c>: rtol is the audit's tolerance and atol a floor for numbers near 0, such as the KL of a
/// policy that has not moved, which rounding alone doubles. What is no number has no distance: tokens and batches are
/// the same or they are not.
/// </summary>
internal static class Differences
{
    // A few roundings of a number near 1 in single precision.
    private const double AbsoluteTolerance = 1e-6;

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

    /// <summary>
    /// Largest relative difference of an artifact that came out otherwise, and of the updates that made it. Infinite
    /// where nothing measures it: the artifact is not here and no updates made it, or it differs although all that was
    /// entered is the same.
    /// </summary>
    /// <param name="artifacts">Of each output that came out otherwise; null where it cannot be compared.</param>
    /// <param name="recorded">The recorded ledger; null where there is none.</param>
    /// <param name="found">The other one.</param>
    public static double LargestRelative(
        IReadOnlyCollection<double?> artifacts, LedgerReader? recorded, LedgerReader? found)
    {
        if (recorded is null || found is null)
            return Largest(artifacts.Select(artifact => artifact ?? double.PositiveInfinity));
        if (artifacts.Count > 0 && recorded.Count > 0 && LedgerComparison.FirstDifference(recorded, found) is null)
            return double.PositiveInfinity;
        var unseen = recorded.Entries().Any(entry => entry.Stage != AnswerRecorder.Stage) ? 0 : double.PositiveInfinity;
        return Largest(artifacts.Select(artifact => artifact ?? unseen).Append(OfLedgers(recorded, found)));
    }

    /// <summary>
    /// Largest relative difference of loss and gradient norm; infinite where the batch is another, or the tokens that
    /// were sampled for it are.
    /// </summary>
    public static double Relative(LedgerEntry recorded, LedgerEntry found) =>
        BatchOf(recorded) != BatchOf(found)
            ? double.PositiveInfinity
            : Larger(Relative(recorded.Loss, found.Loss), Relative(recorded.GradientNorm, found.GradientNorm));

    /// <summary>Relative difference of two numbers; 0 where they are as near as rounding brings numbers at 0.</summary>
    public static double Relative(double recorded, double found)
    {
        if (recorded.Equals(found))
            return 0;
        var difference = Math.Abs(recorded - found);
        return difference <= AbsoluteTolerance
            ? 0
            : Larger(0, difference / Math.Max(Math.Abs(recorded), Math.Abs(found)));
    }

    /// <summary>The largest difference; 0 of none.</summary>
    public static double Largest(IEnumerable<double> differences) => differences.Aggregate(0.0, Larger);

    /// <summary>The larger difference: one that is not a number is infinite, not nothing.</summary>
    public static double Larger(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.PositiveInfinity : Math.Max(left, right);

    private static double OfLedgers(LedgerReader recorded, LedgerReader found) =>
        recorded.Count == found.Count
            ? Largest(recorded.Entries().Zip(found.Entries(), Relative))
            : double.PositiveInfinity;

    // Of an update, what is drawn next depends on numbers that are rounded, such as the scale of rewards.
    private static (string Stage, long Update, ShortDigest Rows, long TokenCount, ShortDigest Tokens) BatchOf(
        LedgerEntry entry) =>
        (entry.Stage, entry.Update, entry.Rows, entry.TokenCount,
            entry.Stage == AnswerRecorder.Stage ? entry.Draws : default);
}
