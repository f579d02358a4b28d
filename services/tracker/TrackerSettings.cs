using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Tracker;

/// <summary>What the settings of a tracker in a process of its own say.</summary>
internal static class TrackerSettings
{
    private const string DatabaseName = "tracker";

    /// <exception cref="MissingSettingException">The store or the database is not set.</exception>
    public static TrackerOptions Of(IConfiguration configuration) => new()
    {
        StoreRoot = configuration.RequireStoreRoot(),
        Database = configuration.GetConnectionString(DatabaseName) is { Length: > 0 } database
            ? database
            : throw new MissingSettingException(
                $"no database is configured: set ConnectionStrings__{DatabaseName} to "
                + "Host=HOST;Port=PORT;Username=USER;Password=PASSWORD;Database=NAME"),
        Retention = new RetentionOptions
        {
            RunDays = configuration.FindNumber("Tracker:RunDays", 1, RetentionOptions.MostDays),
        },
    };
}
