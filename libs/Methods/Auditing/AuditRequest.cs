using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Auditing;

/// <summary>What is audited, and how far.</summary>
public sealed record AuditRequest
{
    /// <summary>Relative difference that counts as equal where the environment decides other bits.</summary>
    public const double DefaultTolerance = 1e-3;

    /// <summary>Of the audit; no two are the same step.</summary>
    public required string Id { get; init; }

    public required RunProof Subject { get; init; }

    /// <summary>Digest of the subject's proof as it lies in the store.</summary>
    public required string ProofDigest { get; init; }

    public required AuditLevel Level { get; init; }

    /// <summary>Draws checkpoints and the sample of labels.</summary>
    public required int Seed { get; init; }

    /// <summary>Updates that are made again from a checkpoint.</summary>
    public int ReplayUpdates { get; init; } = 20;

    /// <summary>One of so many parts of the weak labels is generated again; 1: all of them.</summary>
    public int LabelParts { get; init; } = 8;

    /// <summary>Another number of threads than the one recorded; null: the recorded one.</summary>
    public int? Threads { get; init; }

    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>
    /// The proof came from elsewhere: its steps are executed here first where the store does not have them, and what
    /// they made is compared with what the proof claims.
    /// </summary>
    public bool IsImported { get; init; }
}
