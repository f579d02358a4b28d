using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Tests.Support;

/// <summary>How an attempt ends before its time.</summary>
internal enum InterruptionKind
{
    /// <summary>It is asked to stop, and saves itself.</summary>
    Stop,

    /// <summary>An exception out of what reports its progress.</summary>
    ThrowInReport,

    /// <summary>An exception after an update was made and before it is entered.</summary>
    ThrowBeforeEntry,

    /// <summary>An exception after an update was entered.</summary>
    ThrowAfterEntry,

    /// <summary>
    /// Nothing of the attempt remains but what was on the disk when the update was entered: as if it had been killed.
    /// </summary>
    LoseAfterEntry,
}

/// <summary>Where an attempt ends before its time.</summary>
internal sealed record Interruption
{
    public required InterruptionKind Kind { get; init; }

    /// <summary>For what happens in a report: the first with as many units done.</summary>
    public long Unit { get; init; } = long.MaxValue;

    /// <summary>For what happens at an entry.</summary>
    public LedgerEntry? Entry { get; init; }

    public override string ToString() =>
        Entry is null ? $"{Kind} at unit {Unit}" : $"{Kind} {Entry.Stage} {Entry.Update}";

    public bool IsAt(LedgerEntry entry) =>
        Entry is { } target && (target.Stage, target.Update) == (entry.Stage, entry.Update);
}

/// <summary>What a test throws to end an attempt.</summary>
internal sealed class CrashException : Exception;
