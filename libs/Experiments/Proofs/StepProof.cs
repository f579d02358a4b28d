namespace WeakToStrong.Experiments.Proofs;

/// <summary>What the execution of a step left behind besides its outputs.</summary>
public sealed record StepProof
{
    /// <summary>Digest of the manifest of the attempt that finished it.</summary>
    public required string Manifest { get; init; }

    /// <summary>Entries of its ledger; 0 for a step that has nothing to enter.</summary>
    public required long LedgerEntries { get; init; }

    /// <summary>The last entry's hash, which covers every entry before it.</summary>
    public required string LedgerHead { get; init; }

    /// <summary>Kept checkpoints: path within their folder → digest of the file.</summary>
    public required IReadOnlyDictionary<string, string> Checkpoints { get; init; }
}
