namespace WeakToStrong.Experiments.Reporting;

/// <summary>What a report is made of.</summary>
public sealed record ReportRequest
{
    public required string Name { get; init; }

    public required string Task { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Evaluations, in the order in which the report shows them.</summary>
    public required IReadOnlyList<SystemScores> Systems { get; init; }

    /// <summary>For the report's readers, before the notes of the evaluations themselves.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>One evaluation.</summary>
/// <param name="System"><c>base</c>, <c>supervisor</c>, a method's name or <c>ceiling</c>.</param>
/// <param name="Seed">The experiment's seed.</param>
/// <param name="Folder">As <see cref="ScoreFiles"/> writes it.</param>
public sealed record SystemScores(string System, int Seed, string Folder);
