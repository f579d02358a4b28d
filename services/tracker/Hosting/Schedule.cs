using Quartz;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Hosting;

/// <summary>
/// What is done again and again; a job that recurs belongs here. On a server the schedule is in the database: each
/// job is done by one of the trackers, and what one was doing when it died is done by another.
/// </summary>
internal static class Schedule
{
    /// <summary>Beginning of the names of Quartz's own tables, which it makes and knows itself.</summary>
    public const string TablePrefix = "quartz_";

    public const string Reconcile = "reconcile";
    public const string CompactMetrics = "compact metrics";
    public const string Retention = "retention";
    public const string NightlyAudit = "nightly audit";

    private static readonly TimeSpan CheckInInterval = TimeSpan.FromSeconds(2);

    public static void AddSchedule(this IServiceCollection services, TrackerOptions options)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<ReconcileJob>(trigger => trigger
                .WithIdentity(Reconcile).WithSimpleSchedule(options.ReconcileInterval));
            quartz.ScheduleJob<CompactMetricsJob>(trigger => trigger
                .WithIdentity(CompactMetrics).WithSimpleSchedule(options.CompactionInterval));
            if (options.Audits.Level is not null)
                quartz.ScheduleJob<NightlyAuditJob>(trigger => trigger
                    .WithIdentity(NightlyAudit).WithCronSchedule(EveryDayAt(options.Audits.HourOfDay), InUtc));
            if (options.IsOnServer)
                quartz.AddClustered(options);
        });
        services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        if (options.IsOnServer && options.Audits.Level is null)
            services.AddHostedService<NightlyAuditRemover>();
    }

    private static string EveryDayAt(int hour) => $"0 0 {hour} * * ?";

    private static void InUtc(CronScheduleBuilder schedule) => schedule.InTimeZone(TimeZoneInfo.Utc);

    private static void AddClustered(this IQuartzBuilder quartz, TrackerOptions options)
    {
        quartz.ScheduleJob<RetentionJob>(trigger => trigger
            .WithIdentity(Retention).WithCronSchedule(EveryDayAt(options.Retention.HourOfDay), InUtc));
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.UseRegisteredDataSource = true);
            store.ConfigureStore(tables => tables.TablePrefix = TablePrefix);
            store.ProvisionSchema();
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = CheckInInterval;
                cluster.CheckinMisfireThreshold = 2 * CheckInInterval;
            });
        });
    }
}
