namespace WeakToStrong.Tracker.Data;

/// <summary>A step as part of a run: its name and place there.</summary>
public sealed class RunMember
{
    public required Guid RunId { get; init; }

    public required string StepKey { get; init; }

    /// <summary>For people: <c>seed 1 / sft</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Place in the plan, from 0; inputs come before what needs them.</summary>
    public required int Position { get; init; }

    /// <summary>True when the store had the outputs before the run was launched.</summary>
    public required bool IsCached { get; init; }

    /// <summary>The system that it works for, or what its name has there: <c>dpo</c>, <c>tokenizer</c>.</summary>
    public string? System { get; init; }

    /// <summary>The same when that is one of the methods that the run compares, else null.</summary>
    public string? Method { get; init; }
}
