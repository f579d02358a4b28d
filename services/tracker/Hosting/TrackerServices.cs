using System.Data.Common;
using MassTransit;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Consumers;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Postgres;
using WeakToStrong.Tracker.Data.Sqlite;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker;

/// <summary>Registration of the tracker in a process.</summary>
public static class TrackerServices
{
    /// <summary>
    /// The database with its queries and commands, beside a host or without one. Call
    /// <see cref="TrackerDatabase.EnsureSchemaAsync"/> before the first use.
    /// </summary>
    public static IServiceCollection AddTrackerStore(
        this IServiceCollection services, TrackerOptions options, StepCatalogue catalogue)
    {
        options.Validate();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(catalogue);
        services.AddSingleton(_ => options.IsToRead
            ? ArtifactStore.OpenToRead(options.StoreRoot)
            : ArtifactStore.Open(options.StoreRoot));
        services.TryAddSingleton(_ => new AttemptLogs(options.StoreRoot));
        services.AddEngine(options);
        services.AddDbContextFactory<TrackerContext>((provider, db) =>
        {
            provider.GetRequiredService<IDatabaseEngine>().Configure(db);
            // What fails may be tried again; whoever gives it up says so.
            db.ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
        });
        services.AddSingleton<TrackerDatabase>();
        services.AddSingleton<TrackerSignals>();
        services.AddSingleton<RunMembership>();
        services.AddSingleton<MetricQueries>();
        services.AddSingleton<RunMetricQueries>();
        services.AddSingleton<WorkerQueries>();
        return services.AddRuns().AddAudits().AddSearch();
    }

    /// <summary>
    /// The whole tracker: its database, orchestration, reconciler. Add it before the bus, and the worker after the bus:
    /// hosted services stop in the opposite order, and a worker's last words need both.
    /// </summary>
    public static IServiceCollection AddTracker(
        this IServiceCollection services, TrackerOptions options, StepCatalogue catalogue)
    {
        services.AddTrackerStore(options, catalogue);
        services.AddSingleton<StepExecutor>();
        services.AddSingleton<StepLedger>();
        services.AddSingleton<ProgressLedger>();
        services.AddSingleton<WorkerLedger>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<AuditLauncher>();
        services.AddSingleton<NightlyAudit>();
        services.AddSingleton<RunProofWriter>();
        services.AddSingleton<RunReportWriter>();
        services.AddSingleton<RunFinisher>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<TrackerStepRunner>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<MetricCompactor>();
        services.AddSingleton<Retention>();
        services.AddHost(options);
        services.AddHostedService<Orchestrator>();
        services.AddHostedService<SearchCatchUp>();
        services.AddSchedule(options);
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
        return services;
    }

    public static void AddTrackerConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<NoteWorkerReadyConsumer>();
        bus.AddConsumer<MarkStepStartedConsumer>();
        bus.AddConsumer<RenewLeaseConsumer>();
        bus.AddConsumer<RecordStepProgressedConsumer, RecordStepProgressedConsumerDefinition>();
        bus.AddConsumer<RecordStepCompletedConsumer>();
        bus.AddConsumer<RecordStepFailedConsumer>();
        bus.AddConsumer<ReturnStepDeclinedConsumer>();
    }

    private static void AddEngine(this IServiceCollection services, TrackerOptions options)
    {
        if (options.Database is { } connectionString)
        {
            services.AddSingleton(_ => new PostgresServer(connectionString));
            services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<PostgresServer>().Pool);
            services.AddSingleton<PostgresEngine>();
            services.AddSingleton<IDatabaseEngine>(provider => provider.GetRequiredService<PostgresEngine>());
        }
        else
        {
            services.AddSingleton<IDatabaseEngine>(_ => new SqliteEngine(options.DatabasePath));
        }
    }

    /// <summary>What starts first and stops last.</summary>
    private static void AddHost(this IServiceCollection services, TrackerOptions options)
    {
        if (options.IsOnServer)
        {
            services.AddSingleton<ILeadership, PostgresLeadership>();
            services.AddHostedService<DatabaseStarter>();
            services.AddHostedService<PostgresListener>();
        }
        else
        {
            services.AddSingleton<ILeadership, SoleLeadership>();
            services.AddHostedService<StoreOwner>();
        }
    }
}
