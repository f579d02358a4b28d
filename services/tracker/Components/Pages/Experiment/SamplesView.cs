using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Components.Pages.Experiments;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Which texts are browsed.</summary>
public enum SampleSource
{
    /// <summary>Every system's answers to the test questions.</summary>
    Answers,

    /// <summary>The supervisor's corrections that the methods learned from.</summary>
    WeakLabels,
}

/// <summary>What the samples' address asks for.</summary>
public sealed record SamplesAsked
{
    public const int PageSize = 10;
    public const int MaxSearchLength = 200;

    public required Guid RunId { get; init; }

    public SampleSource Source { get; init; }

    /// <summary>Null for the smallest.</summary>
    public int? Seed { get; init; }

    public SampleOrder Order { get; init; }

    /// <summary>Whose answers are ranked; null for all methods.</summary>
    public string? System { get; init; }

    public SampleScore Score { get; init; }

    public string Search { get; init; } = "";

    public int Page { get; init; } = 1;

    public int Skipped => (Page - 1) * PageSize;
}

/// <summary>One page of samples.</summary>
public sealed record SamplesView
{
    public required SamplesAsked Asked { get; init; }

    public required IReadOnlyList<MethodOutline> Methods { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    public required int Seed { get; init; }

    /// <summary>False while the report is not made: then there are no answers of all systems yet.</summary>
    public required bool HasAnswers { get; init; }

    /// <summary>False while the supervisor has corrected nothing.</summary>
    public required bool HasLabels { get; init; }

    /// <summary>Systems whose answers can be ranked.</summary>
    public required IReadOnlyList<string> Systems { get; init; }

    /// <summary>Questions that are asked for.</summary>
    public required int MatchingCount { get; init; }

    public required int TotalCount { get; init; }

    /// <summary>True where only the first questions of a very large set can be ranked.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Null while they are on their way.</summary>
    public required IReadOnlyList<SampleCase>? Cases { get; init; }

    /// <summary>Nothing of it changes any more.</summary>
    public required bool IsFinal { get; init; }
}

/// <summary>A question with a text that came first and what others made of it.</summary>
public sealed record SampleCase
{
    /// <summary>Counted from 1, as the file has them.</summary>
    public required int Number { get; init; }

    public required string Id { get; init; }

    public required string Prompt { get; init; }

    /// <summary>What it was ranked by, in words; null where it was not.</summary>
    public required string? Ranked { get; init; }

    /// <summary>The untuned student's answer, or the draft that was corrected.</summary>
    public required SampleText Before { get; init; }

    public required IReadOnlyList<SampleText> After { get; init; }
}

/// <summary>A text of a system, and what the judge gave it.</summary>
public sealed record SampleText
{
    public required string System { get; init; }

    public required string Text { get; init; }

    /// <summary>Null where nobody judged it.</summary>
    public double? Quality { get; init; }

    public double? Helpfulness { get; init; }

    public double? Harmlessness { get; init; }

    /// <summary>Words that differ from the text before, 0 to 1.</summary>
    public double? Changed { get; init; }

    internal static SampleText Of(string system, ScoreRow row, double? changed) => new()
    {
        System = system,
        Text = Cut(row.Completion),
        Quality = row.Quality,
        Helpfulness = row.Helpfulness,
        Harmlessness = row.Harmlessness,
        Changed = changed,
    };

    /// <summary>As much of a text as anybody reads on a page; its file has it whole.</summary>
    internal static string Cut(string text) =>
        text.Length <= MaxLength ? text : $"{text[..MaxLength]} … ({text.Length - MaxLength} more characters)";

    private const int MaxLength = 6_000;
}
