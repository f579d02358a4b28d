using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Experiments.Catalogue;

/// <summary>
/// A kind of experiment (<c>task: correction</c>): the record its file binds to, and the graph it means.
/// </summary>
public sealed record ExperimentTask
{
    public required string Name { get; init; }

    /// <summary>The record the whole experiment file binds to; derives from <see cref="Experiment"/>.</summary>
    public required Type FileType { get; init; }

    /// <summary>Adds the steps of one validated experiment to the plan and names its report step.</summary>
    public required Func<Experiment, PlanBuilder, StepHandle> Plan { get; init; }
}
