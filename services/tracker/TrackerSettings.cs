using WeakToStrong.Experiments.Auditing;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker;

/// <summary>What the settings of a tracker in a process of its own say.</summary>
internal static class TrackerSettings
{
    private const string DatabaseName = "tracker";
    private const string AuditLevelName = "Tracker:AuditLevel";

    /// <exception cref="MissingSettingException">The store or the database is not set.</exception>
    public static TrackerOptions Of(IConfiguration configuration) => new()
    {
        StoreRoot = configuration.RequireStoreRoot(),
        Database = configuration.GetConnectionString(DatabaseName) is { Length: > 0 } database
            ? database
            : throw new MissingSettingException(
                $"no database is configured: set ConnectionStrings__{DatabaseName} to "
                + "Host=HOST;Port=PORT;Username=USER;Password=PASSWORD;Database=NAME"),
        Retention = RetentionOf(configuration),
        Audits = AuditsOf(configuration),
    };

    /// <exception cref="InvalidSettingException">A number of days, or the hour, is none.</exception>
    public static RetentionOptions RetentionOf(IConfiguration configuration)
    {
        var usual = new RetentionOptions();
        return new RetentionOptions
        {
            RunDays = Days("RunDays"),
            AttemptDays = Days("AttemptDays") ?? usual.AttemptDays,
            WorkerDays = Days("WorkerDays") ?? usual.WorkerDays,
            HourOfDay = configuration.FindNumber("Tracker:RetentionHour", 0, 23) ?? usual.HourOfDay,
        };

        int? Days(string name) => configuration.FindNumber($"Tracker:{name}", 1, RetentionOptions.MostDays);
    }

    /// <summary>Of everything, unless somebody says otherwise.</summary>
    /// <exception cref="InvalidSettingException">The level or the hour is none.</exception>
    public static AuditSchedule AuditsOf(IConfiguration configuration) => new()
    {
        Level = configuration[AuditLevelName] is not { Length: > 0 } word ? AuditLevel.Full
            : AuditSchedule.TryParse(word, out var level) ? level
            : throw new InvalidSettingException(
                $"{AuditLevelName} is '{word}'; allowed: {AuditSchedule.AllowedLevels}"),
        HourOfDay = configuration.FindNumber("Tracker:AuditHour", 0, 23) ?? AuditSchedule.DefaultHour,
    };
}
