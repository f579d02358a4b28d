using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A test question with what each system answered, as the judge scored it.</summary>
public sealed record ComparedSample
{
    public required string Id { get; init; }

    public required string Prompt { get; init; }

    /// <summary>By system; a system that did not answer this question is not there.</summary>
    public required IReadOnlyDictionary<string, ScoreRow> Answers { get; init; }
}
