namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>Names of the channels on which trackers tell each other; the payload says who tells.</summary>
internal static class PostgresChannels
{
    public const string Work = "tracker_work";

    public const string View = "tracker_view";
}
