namespace WeakToStrong.Experiments.Steps;

/// <summary>How far a step is, and what it measured at that point.</summary>
/// <param name="Done">Units finished, counted from the start of the step, also after a resume.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">What is counted: <c>updates</c>, <c>answers</c>, <c>rollouts</c>.</param>
/// <param name="Metrics">Metrics at <paramref name="Done"/>, under TRL's names; empty when there are none.</param>
public sealed record StepProgress(long Done, long Total, string Unit, IReadOnlyDictionary<string, double> Metrics)
{
    public static StepProgress Of(long done, long total, string unit) => new(done, total, unit, NoMetrics);

    private static readonly Dictionary<string, double> NoMetrics = [];
}
