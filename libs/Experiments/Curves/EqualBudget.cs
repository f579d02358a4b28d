namespace WeakToStrong.Experiments.Curves;

/// <summary>
/// Curves held against each other at the same expense, the most that all of them reached: so many tokens, so many
/// seconds of the device. One that was trained longer has no advantage there.
/// </summary>
/// <param name="X">The expense; null when the curves have none in common.</param>
/// <param name="Values">One per curve; null where it has a gap.</param>
public sealed record EqualBudget(double? X, IReadOnlyList<double?> Values)
{
    public static EqualBudget Of(IReadOnlyList<Curve> curves)
    {
        if (curves.Count == 0 || curves.Any(curve => curve.Points.Count == 0))
            return new EqualBudget(null, [.. curves.Select(_ => (double?)null)]);
        var from = curves.Max(curve => curve.Points[0].X);
        var to = curves.Min(curve => curve.Points[^1].X);
        return new EqualBudget(
            from <= to ? to : null,
            [.. curves.Select(curve => from <= to ? curve.At(to) : null)]);
    }
}
