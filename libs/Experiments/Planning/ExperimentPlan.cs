using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Planning;

/// <summary>A step of a plan: what decides its bits, and what people and schedulers want to know about it.</summary>
public sealed record PlannedStep
{
    /// <summary>For people, unique within the plan: <c>seed 1 / sft</c>.</summary>
    public required string Name { get; init; }

    public required StepSpec Spec { get; init; }

    public required StepHost Host { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Rough cost in seconds of one core.</summary>
    public required double CostSeconds { get; init; }

    public string Key => Spec.Key;

    /// <summary>Keys of the steps that must be finished before this one.</summary>
    public IReadOnlyList<string> DependsOn =>
        [.. Spec.Inputs.Values.Select(input => input.StepKey).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>All steps of one experiment in dependency order, and the one that makes its report.</summary>
public sealed record ExperimentPlan
{
    public required Experiment Experiment { get; init; }

    public required IReadOnlyList<PlannedStep> Steps { get; init; }

    public required PlannedStep Report { get; init; }

    /// <summary>Plans a validated experiment through its task.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="catalogue">Knows its task.</param>
    /// <param name="digests">What is already known of data files; by default nothing.</param>
    public static ExperimentPlan Make(Experiment experiment, StepCatalogue catalogue, FileDigests? digests = null)
    {
        var task = catalogue.FindTask(experiment.Task)
            ?? throw new InvalidOperationException($"task '{experiment.Task}' is not in the catalogue");
        var builder = new PlanBuilder(catalogue, digests: digests);
        var report = task.Plan(experiment, builder);
        return new ExperimentPlan { Experiment = experiment, Steps = builder.Steps, Report = report.Step };
    }
}
