namespace WeakToStrong.Contracts;

/// <summary>Tracker to one worker: execute this step. The claim is already in the database.</summary>
public sealed record RunStep
{
    public required Guid AttemptId { get; init; }

    /// <summary>Counts the attempts of this step from 1; messages of an older attempt are ignored.</summary>
    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }

    /// <summary>The step's specification as JSON; it names inputs by key, never carries data.</summary>
    public required string SpecJson { get; init; }

    /// <summary>For people: <c>seed 1 / sft</c>.</summary>
    public required string StepName { get; init; }
}
