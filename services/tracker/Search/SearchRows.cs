namespace WeakToStrong.Tracker.Search;

/// <summary>
/// One value of a set of options. Sets are named by what is in them and shared by all runs that have the same: the runs
/// of a sweep differ in the one method or key that is swept, and only that set is written again.
/// </summary>
public sealed class OptionRow
{
    /// <summary>The set.</summary>
    public required Guid OptionsId { get; init; }

    public required string Path { get; init; }

    /// <summary>Place among the values of the same path, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>Without its case; null for a number.</summary>
    public string? Text { get; init; }

    public double? Number { get; init; }
}

/// <summary>A run has a set of options that is not a method's.</summary>
public sealed class RunOptionSet
{
    public required Guid RunId { get; init; }

    public required Guid OptionsId { get; init; }
}

/// <summary>A system of a run: a method from its launch on, the others from its report on.</summary>
public sealed class RunSystem
{
    public required Guid RunId { get; init; }

    public required string Name { get; init; }

    /// <summary>One of the methods that the run compares.</summary>
    public required bool IsMethod { get; init; }

    /// <summary>The method's options; the empty set for others.</summary>
    public required Guid OptionsId { get; init; }

    public double? QualityMean { get; init; }

    public double? QualityLow { get; init; }

    public double? QualityHigh { get; init; }

    public int? QualityN { get; init; }

    public double? HelpfulnessMean { get; init; }

    public double? HelpfulnessLow { get; init; }

    public double? HelpfulnessHigh { get; init; }

    public int? HelpfulnessN { get; init; }

    public double? HarmlessnessMean { get; init; }

    public double? HarmlessnessLow { get; init; }

    public double? HarmlessnessHigh { get; init; }

    public int? HarmlessnessN { get; init; }

    public double? PgrMean { get; init; }

    public double? PgrLow { get; init; }

    public double? PgrHigh { get; init; }

    public int? PgrN { get; init; }

    public double? GainOverGapMean { get; init; }
}

/// <summary>A tag that somebody gave a run.</summary>
public sealed class RunTag
{
    public required Guid RunId { get; init; }

    /// <summary>As <see cref="Tags.Normal"/> makes it.</summary>
    public required string Tag { get; init; }
}

/// <summary>What somebody wrote about a run.</summary>
public sealed class RunNote
{
    public required Guid RunId { get; init; }

    public required string Text { get; init; }
}

/// <summary>How far a run has been made findable.</summary>
public sealed class RunIndexing
{
    public required Guid RunId { get; init; }

    /// <summary>The <see cref="SearchIndex.Revision"/> that did it.</summary>
    public required int Revision { get; init; }

    /// <summary>The values of its report were taken, or it has none to take.</summary>
    public required bool HasResults { get; init; }
}
