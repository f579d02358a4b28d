using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data;

/// <summary>
/// What SQLite and Postgres do differently, and all SQL that is not the same for both. One is chosen when the tracker
/// is registered; nothing else asks which it is.
/// </summary>
public interface IDatabaseEngine
{
    /// <summary>Folder of its schema files under <c>Schema</c>.</summary>
    string SchemaFolder { get; }

    void Configure(DbContextOptionsBuilder options);

    /// <summary>Makes texts compare by code point, as .NET's ordinal comparison does.</summary>
    void Configure(ModelBuilder model);

    /// <summary>Does, before the transaction that applies schema files, what none can contain.</summary>
    Task PrepareSchemaAsync(TrackerContext db, CancellationToken cancellationToken);

    /// <summary>Within that transaction: waits until nobody else applies them.</summary>
    Task LockSchemaAsync(TrackerContext db, CancellationToken cancellationToken);

    /// <summary>Waits for this process's turn to write, where only one may.</summary>
    Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken);

    /// <summary>Whether, and how patiently, what failed with this exception is tried again.</summary>
    DatabaseFailure Classify(Exception exception);

    /// <summary>
    /// Holds these steps until the transaction ends: nobody else moves them, and what is read after it is what the
    /// last one to hold them left.
    /// </summary>
    Task LockStepsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys);

    /// <summary>Keeps these steps from being removed until the transaction ends.</summary>
    Task KeepStepsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys);

    /// <summary>Holds a run until the transaction ends.</summary>
    Task LockRunAsync(TrackerContext db, Guid runId);

    /// <summary>
    /// Until the transaction ends no garbage is collected; <paramref name="alone"/>: this is the collection, and no
    /// run is launched or retried meanwhile.
    /// </summary>
    Task LockArtifactsAsync(TrackerContext db, bool alone);

    /// <summary>Holds the series of a step that have points not packed yet, and returns them.</summary>
    Task<List<StepSeries>> LockHotSeriesAsync(TrackerContext db, string stepKey);

    /// <summary>
    /// Writes points and brings what is known of their series up to date; a point that is there gets the new value.
    /// </summary>
    Task WritePointsAsync(TrackerContext db, IReadOnlyList<SeriesBatch> batches);

    /// <summary>Which database this is, and how much it holds.</summary>
    Task<DatabaseStatus> LookAsync(TrackerContext db, CancellationToken cancellationToken);

    /// <summary>Tells the other processes, when the transaction is committed.</summary>
    Task AnnounceAsync(TrackerContext db, TrackerChange changes);
}

/// <summary>The database as people see it.</summary>
/// <param name="Engine">Its product.</param>
/// <param name="Version">As it says itself.</param>
/// <param name="Bytes">All that it keeps on the disk.</param>
public sealed record DatabaseStatus(string Engine, string Version, long Bytes);

/// <summary>What to make of an exception of the database.</summary>
public enum DatabaseFailure
{
    /// <summary>Trying again changes nothing.</summary>
    Final,

    /// <summary>Two transactions were in each other's way, and this one was undone.</summary>
    Conflict,

    /// <summary>The server is gone, or not there yet.</summary>
    Unreachable,

    /// <summary>The disk that it is on has no room left.</summary>
    Full,
}
