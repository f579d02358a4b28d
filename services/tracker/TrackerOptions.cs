using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker;

/// <summary>What one tracker is.</summary>
public sealed record TrackerOptions
{
    /// <summary>Root folder of the artifact store; the database lies in it unless there is a server for it.</summary>
    public required string StoreRoot { get; init; }

    /// <summary>
    /// Npgsql connection string: the tables are on a Postgres server, and any number of trackers may share them. Null:
    /// they are in a SQLite file of the store, which this tracker holds alone.
    /// </summary>
    public string? Database { get; init; }

    /// <summary>
    /// File that holds a copy of the store's database, by which the store is looked at and not changed; null where it
    /// may be.
    /// </summary>
    public string? DatabaseCopy { get; init; }

    /// <summary>
    /// True: runs that an earlier host left unfinished go on by themselves. False: they are held until somebody
    /// retries them, and so are at the end those that this host leaves; possible for one that holds the store alone.
    /// </summary>
    public bool ContinueInterruptedRuns { get; init; } = true;

    /// <summary>An attempt whose worker has not been heard for this long is lost.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the reconciler compares the database with what should be.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the metrics of steps that have ended are packed.</summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Runners of a step that may die without getting any further before the step counts as failed.</summary>
    public int LostLimit { get; init; } = 3;

    /// <summary>
    /// What trackers on a server remove every day. One that holds its store alone leaves that to its user.
    /// </summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>What is audited by itself; nothing unless whoever hosts the tracker says so.</summary>
    public AuditSchedule Audits { get; init; } = new();

    public string DatabasePath => DatabaseCopy ?? Path.Combine(StoreRoot, "tracker.db");

    public bool IsToRead => DatabaseCopy is not null;

    public bool IsOnServer => Database is not null;

    /// <summary>Throws when a value cannot work, naming it and what is allowed.</summary>
    public void Validate()
    {
        if (IsOnServer && !ContinueInterruptedRuns)
            throw new ArgumentException("trackers on a server always go on with interrupted runs");
        if (LostLimit is < 1 or > 1000)
            throw new ArgumentException($"a step's runner may be lost 1 to 1000 times, not {LostLimit}");
        Retention.Validate();
        Audits.Validate();
    }
}

/// <summary>How long what is over is kept.</summary>
public sealed record RetentionOptions
{
    internal const int MostDays = 36500;

    /// <summary>Days after which a finished run is removed with its report; null keeps them all.</summary>
    public int? RunDays { get; init; }

    /// <summary>Days after which an attempt that was lost or declined is forgotten, once its step has ended.</summary>
    public int AttemptDays { get; init; } = 30;

    /// <summary>Days after which a worker that is not heard any more is forgotten.</summary>
    public int WorkerDays { get; init; } = 1;

    /// <summary>Hour of the day, UTC, at which it is done.</summary>
    public int HourOfDay { get; init; } = 3;

    /// <summary>Throws when a value cannot work, naming it and what is allowed.</summary>
    public void Validate()
    {
        if (RunDays is < 1 or > MostDays)
            throw new ArgumentException($"finished runs are kept 1 to {MostDays} days, not {RunDays}");
        if (AttemptDays is < 1 or > MostDays)
            throw new ArgumentException($"attempts are kept 1 to {MostDays} days, not {AttemptDays}");
        if (WorkerDays is < 1 or > MostDays)
            throw new ArgumentException($"workers are kept 1 to {MostDays} days, not {WorkerDays}");
        if (HourOfDay is < 0 or > 23)
            throw new ArgumentException($"the hour of the day is 0 to 23, not {HourOfDay}");
    }
}
