namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>
/// Numbers of the advisory locks. The hash of the schema's name goes with them, so that trackers whose tables lie side
/// by side in one database do not meet.
/// </summary>
internal static class PostgresLocks
{
    private const int Ours = 0x7732_6D00;

    /// <summary>Whoever applies schema files.</summary>
    public const int Schema = Ours + 1;

    /// <summary>The tracker that schedules, as long as its session lives.</summary>
    public const int Leader = Ours + 2;

    /// <summary>Alone: whoever collects garbage. Shared: whoever launches or retries a run.</summary>
    public const int Artifacts = Ours + 3;
}
