using System.Text.Json.Serialization;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Store;

/// <summary>A finished step: what it was, and the artifacts it made.</summary>
public sealed record StepRecord
{
    public required string Key { get; init; }

    public required StepSpec Spec { get; init; }

    /// <summary>Output name → digest of the artifact.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>What the execution left behind besides; null for one of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StepProof? Proof { get; init; }
}

/// <summary>What became of one execution of a step.</summary>
public sealed record StepOutcome
{
    /// <summary>The record that stands in the store: this execution's, or the first one's.</summary>
    public required StepRecord Record { get; init; }

    /// <summary>True when nothing was executed because the store had the step already.</summary>
    public required bool WasCached { get; init; }

    /// <summary>Set when this execution made other outputs than the record that stands.</summary>
    public Divergence? Divergence { get; init; }
}

/// <summary>Two executions of the same step made different outputs. The first stands; both are kept.</summary>
public sealed record Divergence
{
    public required string Key { get; init; }

    public required string Kind { get; init; }

    /// <summary>Output name → digest, of the record that stands.</summary>
    public required IReadOnlyDictionary<string, string> First { get; init; }

    /// <summary>Output name → digest, of the later execution.</summary>
    public required IReadOnlyDictionary<string, string> Second { get; init; }
}

/// <summary>Folders of a step that is being executed.</summary>
/// <param name="CheckpointFolder">Kept between attempts.</param>
/// <param name="OutputFolder">Emptied before each attempt.</param>
/// <param name="ProofFolder">Ledger and manifests; kept between attempts.</param>
public sealed record StepWork(string CheckpointFolder, string OutputFolder, string ProofFolder)
{
    internal const string CheckpointName = "checkpoint";
    internal const string ProofName = "proof";

    public string Ledger => Path.Combine(ProofFolder, StepProofs.LedgerName);

    public string Manifests => Path.Combine(ProofFolder, StepProofs.ManifestsName);
}

/// <summary>What an execution that has come to its end left behind, where it was executed.</summary>
/// <param name="Work">Its folders.</param>
/// <param name="Manifest">Digest of its manifest.</param>
/// <param name="LedgerEntries">Entries of its ledger, on the disk.</param>
/// <param name="LedgerHead">Hash of the last of them.</param>
public sealed record AttemptProof(StepWork Work, string Manifest, long LedgerEntries, string LedgerHead);

/// <summary>What a collection freed.</summary>
public sealed record GarbageReport(int StepsRemoved, int ArtifactsRemoved, int WorkFoldersRemoved, long BytesFreed);
