using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What a run would do: its steps, which of them the store has, and what the rest takes.</summary>
public sealed record PlanView
{
    public required string Name { get; init; }

    /// <summary>Steps side by side that <see cref="ExpectedSeconds"/> reckons with.</summary>
    public required int Slots { get; init; }

    public required double ExpectedSeconds { get; init; }

    public required int CachedCount { get; init; }

    public required IReadOnlyList<PlanStepView> Steps { get; init; }

    /// <param name="plan">The plan.</param>
    /// <param name="store">Null where there is none yet: nothing is cached then.</param>
    /// <param name="slots">Steps side by side.</param>
    public static PlanView Of(ExperimentPlan plan, ArtifactStore? store, int slots)
    {
        var steps = plan.Steps.Select(step => ViewOf(step, store?.FindStep(step.Key) is not null)).ToArray();
        var remaining = plan.Steps.Where((_, index) => !steps[index].IsCached).ToArray();
        return new PlanView
        {
            Name = plan.Experiment.Name,
            Slots = slots,
            ExpectedSeconds = PlanEstimate.Seconds(remaining, slots),
            CachedCount = steps.Count(step => step.IsCached),
            Steps = steps,
        };
    }

    private static PlanStepView ViewOf(PlannedStep step, bool isCached) => new()
    {
        Name = step.Name,
        Kind = step.Spec.Kind,
        Key = step.Key,
        Host = step.Host,
        CostSeconds = step.CostSeconds,
        DependsOn = step.DependsOn,
        IsCached = isCached,
    };
}

public sealed record PlanStepView
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required StepHost Host { get; init; }

    /// <summary>Rough, in seconds of one core.</summary>
    public required double CostSeconds { get; init; }

    public required IReadOnlyList<string> DependsOn { get; init; }

    public required bool IsCached { get; init; }
}
