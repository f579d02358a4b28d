using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Consumers;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker;

/// <summary>Registration of the tracker in a process.</summary>
public static class TrackerServices
{
    private const int BusyTimeoutSeconds = 30;

    /// <summary>
    /// The store's database with its queries and commands, beside a host or without one. Call
    /// <see cref="TrackerDatabase.EnsureSchemaAsync"/> before the first use.
    /// </summary>
    public static IServiceCollection AddTrackerStore(this IServiceCollection services, TrackerOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(_ => ArtifactStore.Open(options.StoreRoot));
        services.AddDbContextFactory<TrackerContext>(db => db.UseSqlite(ConnectionString(options)));
        services.AddSingleton<TrackerDatabase>();
        services.AddSingleton<TrackerSignals>();
        services.AddSingleton<RunMembership>();
        return services.AddRuns();
    }

    /// <summary>
    /// The whole tracker: owner of the store, orchestration, reconciler. Add it before the bus, and the worker after
    /// the bus: hosted services stop in the opposite order, and a worker's last words need both.
    /// </summary>
    public static IServiceCollection AddTracker(
        this IServiceCollection services, TrackerOptions options, StepCatalogue catalogue)
    {
        services.AddTrackerStore(options);
        services.AddSingleton(catalogue);
        services.AddHostedService<StoreOwner>();
        services.AddSingleton<StepExecutor>();
        services.AddSingleton<StepLedger>();
        services.AddSingleton<ProgressLedger>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<RunReportWriter>();
        services.AddSingleton<RunFinisher>();
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<TrackerStepRunner>();
        services.AddSingleton<Reconciler>();
        services.AddHostedService<Orchestrator>();
        services.AddQuartz(quartz => quartz.ScheduleJob<ReconcileJob>(trigger => trigger
            .WithIdentity("reconcile").WithSimpleSchedule(options.ReconcileInterval)));
        services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        return services;
    }

    public static void AddTrackerConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<NoteWorkerReadyConsumer>();
        bus.AddConsumer<MarkStepStartedConsumer>();
        bus.AddConsumer<RenewLeaseConsumer>();
        bus.AddConsumer<RecordStepProgressedConsumer>();
        bus.AddConsumer<RecordStepCompletedConsumer>();
        bus.AddConsumer<RecordStepFailedConsumer>();
        bus.AddConsumer<ReturnStepDeclinedConsumer>();
    }

    private static string ConnectionString(TrackerOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = options.DatabasePath,
        DefaultTimeout = BusyTimeoutSeconds,
        ForeignKeys = true,
    }.ToString();
}
