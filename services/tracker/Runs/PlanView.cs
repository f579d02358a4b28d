using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Memory;
using WeakToStrong.Transformer.Models;

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

    /// <summary>What cannot fit on the machine that would execute it; null when all can, or it is not known.</summary>
    public string? MemoryRefusal { get; init; }

    /// <summary>What does not fit with the longest samples that its options allow.</summary>
    public string? MemoryWarning { get; init; }

    /// <param name="plan">The plan.</param>
    /// <param name="store">Null where there is none yet: nothing is cached then.</param>
    /// <param name="slots">Steps side by side.</param>
    /// <param name="memoryBytes">Memory of the machine that would execute it, where that is known.</param>
    public static PlanView Of(ExperimentPlan plan, ArtifactStore? store, int slots, long? memoryBytes = null)
    {
        var memory = PlanMemory.Of(plan);
        var steps = plan.Steps.Select(
            step => ViewOf(step, store?.FindStep(step.Key) is not null, memory.GetValueOrDefault(step.Key))).ToArray();
        var cached = steps.Where(step => step.IsCached).Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
        var check = memoryBytes is { } bytes
            ? new MemoryCheck(plan, memory, cached.Contains, slots, bytes)
            : null;
        var remaining = plan.Steps.Where((_, index) => !steps[index].IsCached).ToArray();
        return new PlanView
        {
            Name = plan.Experiment.Name,
            Slots = slots,
            ExpectedSeconds = PlanEstimate.Seconds(remaining, slots),
            CachedCount = steps.Count(step => step.IsCached),
            Steps = steps,
            MemoryRefusal = check?.Refusal(),
            MemoryWarning = check?.Warning(),
        };
    }

    private static PlanStepView ViewOf(PlannedStep step, bool isCached, StepMemory? memory) => new()
    {
        Name = step.Name,
        Kind = step.Spec.Kind,
        Key = step.Key,
        Host = step.Host,
        CostSeconds = step.CostSeconds,
        DependsOn = step.DependsOn,
        IsCached = isCached,
        Memory = memory?.Usual,
        MemoryAtMost = memory?.AtMost,
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

    /// <summary>Peak with samples of a quarter of the longest length; null for a step without a model.</summary>
    public MemoryEstimate? Memory { get; init; }

    /// <summary>Peak with samples of the longest length that the step's options allow.</summary>
    public MemoryEstimate? MemoryAtMost { get; init; }
}
