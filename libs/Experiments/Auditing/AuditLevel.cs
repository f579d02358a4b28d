namespace WeakToStrong.Experiments.Auditing;

/// <summary>How much of a run an audit does again. Each level includes those before it.</summary>
public enum AuditLevel
{
    /// <summary>Everything recorded still exists and hashes equal; the environment is compared.</summary>
    Inputs,

    /// <summary>A sample of the weak labels is generated again and compared token by token.</summary>
    Labels,

    /// <summary>From a random checkpoint of every training, updates are made again and the ledger compared.</summary>
    Resume,

    /// <summary>Every step is executed again without reuse, and every artifact's digest compared.</summary>
    Full,
}

/// <summary>What an audit found.</summary>
public enum AuditVerdict
{
    /// <summary>Everything that was done again has the bits that were recorded.</summary>
    Reproduced,

    /// <summary>
    /// On another machine model, libtorch build or thread count: equal within the stated tolerance, not bit for bit.
    /// </summary>
    WithinTolerance,

    /// <summary>Something differs from what was recorded.</summary>
    Diverged,

    /// <summary>Something that it needs is not there: a record, an artifact.</summary>
    Incomplete,
}
