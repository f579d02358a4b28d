namespace WeakToStrong.Tracker.Runs;

/// <summary>Which runs are asked for. What is null or empty excludes none.</summary>
public sealed record RunFilter
{
    public IReadOnlyList<ShownStatus> Statuses { get; init; } = [];

    /// <summary>
    /// The name of the experiment. A '*' at its beginning, its end or both stands for any text; case then does not
    /// matter.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// In the search language: <c>method = "dpo" and beta &gt;= 0.1</c>. A word alone is a part of the name, in any
    /// case, or the beginning of an id.
    /// </summary>
    public string? Search { get; init; }

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }
}

/// <summary>Some runs of a list, the newest first.</summary>
public sealed record RunPage
{
    public const int MaxLimit = 200;

    public required IReadOnlyList<RunRow> Runs { get; init; }

    /// <summary>All that the filter lets through, those of other pages too.</summary>
    public required int TotalCount { get; init; }

    /// <summary>What to ask with for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}
