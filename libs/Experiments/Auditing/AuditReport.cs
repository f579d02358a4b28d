using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Auditing;

/// <summary>
/// What an audit says: level, verdict, figures, findings and limits. Written as <c>audit.json</c>, and as the content
/// of the signed statement.
/// </summary>
public sealed record AuditReport
{
    /// <summary>Id of the audit: that of the run that executed it.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the audited run.</summary>
    public required string Subject { get; init; }

    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    public required AuditLevel Level { get; init; }

    public required AuditVerdict Verdict { get; init; }

    /// <summary>One sentence for people: what was done, and what came of it.</summary>
    public required string Summary { get; init; }

    /// <summary>Digest of the audited run's proof.</summary>
    public required string ProofDigest { get; init; }

    /// <summary>Digest of the audited run's report; null for a run without one.</summary>
    public string? ReportDigest { get; init; }

    /// <summary>Largest relative difference that counts as equal elsewhere; null: bits decided alone.</summary>
    public double? Tolerance { get; init; }

    public required AuditFigures Figures { get; init; }

    /// <summary>In the order of the run's plan.</summary>
    public required IReadOnlyList<AuditedStep> Steps { get; init; }

    /// <summary>What differs between where it was made and where it was audited.</summary>
    public required IReadOnlyList<EnvironmentDifference> Environment { get; init; }

    /// <summary>What a verdict like this proves, and what it does not.</summary>
    public required IReadOnlyList<string> Limits { get; init; }
}

/// <summary>How much was compared.</summary>
public sealed record AuditFigures
{
    public required int StepCount { get; init; }

    /// <summary>Artifacts whose digests were compared.</summary>
    public required int ArtifactCount { get; init; }

    public required long ByteCount { get; init; }

    /// <summary>Weak labels that were generated again.</summary>
    public required int LabelCount { get; init; }

    /// <summary>Updates and rounds that were made again.</summary>
    public required long UpdateCount { get; init; }

    /// <summary>Seconds of work, over all steps.</summary>
    public required double Seconds { get; init; }
}

/// <summary>What an audit found of one step.</summary>
public sealed record AuditedStep
{
    public required string Key { get; init; }

    /// <summary>Its name in the run: <c>seed 1 / sft</c>.</summary>
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required AuditVerdict Verdict { get; init; }

    /// <summary>The most that was done of it.</summary>
    public required AuditLevel Level { get; init; }

    /// <summary>What was done, in words.</summary>
    public required string Checked { get; init; }

    /// <summary>Output name → recorded digest.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    public int ArtifactCount { get; init; }

    public long ByteCount { get; init; }

    public int LabelCount { get; init; }

    public long UpdateCount { get; init; }

    public double Seconds { get; init; }

    /// <summary>What is wrong; empty when nothing is.</summary>
    public IReadOnlyList<AuditFinding> Findings { get; init; } = [];

    public IReadOnlyList<EnvironmentDifference> Environment { get; init; } = [];

    /// <summary>Largest relative difference that was seen, where tolerance decides.</summary>
    public double? LargestDifference { get; init; }
}

/// <summary>One thing that is wrong.</summary>
public sealed record AuditFinding
{
    public required FindingKind Kind { get; init; }

    /// <summary>One line for people: what differs from what, and where.</summary>
    public required string Text { get; init; }

    /// <summary>Where a training left its record; null where nothing was trained again.</summary>
    public FirstDivergence? Divergence { get; init; }
}

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>An input file or a prepared data set.</summary>
    Data,

    /// <summary>The rows are the recorded ones, in another order.</summary>
    RowOrder,

    Weights,
    Checkpoint,
    Ledger,
    Option,
    Seed,
    Label,

    /// <summary>Any other artifact: samples, scores, a report.</summary>
    Artifact,
    Manifest,

    /// <summary>Executed again, a step made other bits.</summary>
    Execution,

    /// <summary>Something recorded is not there any more.</summary>
    Missing,
}

/// <summary>The first update whose entries differ, and what one replay up to it shows.</summary>
public sealed record FirstDivergence
{
    /// <summary>Stage of the step: <c>corrections</c>, <c>ppo</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Place in the ledger, from 0.</summary>
    public required long Entry { get; init; }

    /// <summary>The update, from 1, counted within the stage.</summary>
    public required long Update { get; init; }

    /// <summary>Updates that the whole ledger has.</summary>
    public required long EntryCount { get; init; }

    /// <summary>Ledger entries that were looked at to find it.</summary>
    public required int LookUps { get; init; }

    /// <summary>Values of the entry that differ: <c>loss</c>, <c>weights</c>.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>The tensor that differs most, in ULP.</summary>
    public string? Tensor { get; init; }

    /// <summary>Largest difference of a weight, in units in the last place.</summary>
    public long? LargestUlp { get; init; }

    /// <summary>Weights that differ.</summary>
    public long? DifferentCount { get; init; }

    /// <summary>Which weights the tensors are from: <c>after update 17</c>, <c>at the end</c>.</summary>
    public string? ComparedAt { get; init; }

    /// <summary>Ids of the batch's rows.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    public required string LikelyCause { get; init; }
}
