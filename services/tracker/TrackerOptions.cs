namespace WeakToStrong.Tracker;

/// <summary>What one tracker is.</summary>
public sealed record TrackerOptions
{
    /// <summary>Root folder of the artifact store; the database lies in it.</summary>
    public required string StoreRoot { get; init; }

    /// <summary>
    /// True: runs that an earlier host left unfinished go on by themselves. False: they are held until somebody
    /// retries them, and only what is launched now is worked on.
    /// </summary>
    public bool ContinueInterruptedRuns { get; init; } = true;

    /// <summary>An attempt whose worker has not been heard for this long is lost.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the reconciler compares the database with what should be.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Attempts of a step that may be lost before the step counts as failed.</summary>
    public int LostLimit { get; init; } = 3;

    public string DatabasePath => Path.Combine(StoreRoot, "tracker.db");
}
