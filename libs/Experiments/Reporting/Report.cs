using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>Systems that every experiment may have; the others are its methods.</summary>
public static class SystemNames
{
    /// <summary>The untuned student.</summary>
    public const string Base = "base";

    public const string Supervisor = "supervisor";

    /// <summary>The student tuned on ground truth.</summary>
    public const string Ceiling = "ceiling";

    public static bool IsMethod(string system) => system is not (Base or Supervisor or Ceiling);
}

/// <summary>
/// What an experiment found. <see cref="ReportDigest"/> covers everything but itself, <see cref="Environment"/> and
/// <see cref="Durations"/>.
/// </summary>
public sealed record Report
{
    public required string Name { get; init; }

    public required string Task { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>SHA-256 of the canonical JSON of what it covers.</summary>
    public required string ReportDigest { get; init; }

    /// <summary>Machines, versions, paths, attempts.</summary>
    public JsonObject? Environment { get; init; }

    public JsonObject? Durations { get; init; }

    /// <summary>One per system and seed.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>One per system.</summary>
    public required IReadOnlyList<SystemSummary> Summary { get; init; }

    public required IReadOnlyList<SystemDifference> Differences { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>One system on one seed: means over the test prompts.</summary>
public sealed record ReportRow
{
    public required string System { get; init; }

    public required int Seed { get; init; }

    public required double Quality { get; init; }

    public required double Helpfulness { get; init; }

    public required double Harmlessness { get; init; }

    /// <summary>Against the base of the same seed; null when there is none.</summary>
    public required WinRates? WinRate { get; init; }

    /// <summary>Share of answers that are the base's to the letter.</summary>
    public required double? CopyFraction { get; init; }

    /// <summary>Mean Levenshtein ratio over words to the base's answer: 0 same, 1 nothing in common.</summary>
    public required double? EditRatio { get; init; }

    /// <summary>Performance gap recovered, on quality.</summary>
    public required double? Pgr { get; init; }

    /// <summary>Why there is no <see cref="Pgr"/>.</summary>
    public required string? PgrReason { get; init; }

    public required string ModelDigest { get; init; }
}

/// <summary>As <see cref="WinRate"/> has it.</summary>
public sealed record WinRates(double Helpfulness, double Harmlessness);

/// <summary>One system over the seeds; 95 % Student t intervals.</summary>
public sealed record SystemSummary
{
    public required string System { get; init; }

    public required MeanInterval Quality { get; init; }

    public required MeanInterval Helpfulness { get; init; }

    public required MeanInterval Harmlessness { get; init; }

    /// <summary>Over the seeds that have one; null when none has.</summary>
    public required MeanInterval? Pgr { get; init; }

    /// <summary>
    /// Mean of (system − supervisor) over mean of (ceiling − supervisor), all seeds, so that dropped ones cannot
    /// flatter; null without supervisor, ceiling or gap.
    /// </summary>
    public required double? MeanGainOverMeanGap { get; init; }
}

/// <summary><see cref="System"/> minus <see cref="Minus"/>, paired by seed; 95 % Student t intervals.</summary>
public sealed record SystemDifference
{
    public required string System { get; init; }

    public required string Minus { get; init; }

    public required MeanInterval Quality { get; init; }

    public required MeanInterval Helpfulness { get; init; }

    public required MeanInterval Harmlessness { get; init; }
}
