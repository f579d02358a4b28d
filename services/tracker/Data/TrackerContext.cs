using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Tracker.Data;

/// <summary>
/// The tracker's tables. Rows are immutable here: every change of a status is one conditional update in the
/// database, so two processes cannot both make it.
/// </summary>
public sealed class TrackerContext(DbContextOptions<TrackerContext> options, IDatabaseEngine engine)
    : DbContext(options)
{
    public DbSet<Run> Runs => Set<Run>();

    public DbSet<RunMember> RunMembers => Set<RunMember>();

    public DbSet<Step> Steps => Set<Step>();

    public DbSet<StepDependency> StepDependencies => Set<StepDependency>();

    public DbSet<StepOutput> StepOutputs => Set<StepOutput>();

    public DbSet<StepSource> StepSources => Set<StepSource>();

    public DbSet<Attempt> Attempts => Set<Attempt>();

    public DbSet<KnownWorker> Workers => Set<KnownWorker>();

    public DbSet<StepSeries> StepSeries => Set<StepSeries>();

    public DbSet<SeriesPoint> SeriesPoints => Set<SeriesPoint>();

    public DbSet<SeriesPack> SeriesPacks => Set<SeriesPack>();

    /// <summary>What the engine does its own way, in the transaction of this context.</summary>
    internal IDatabaseEngine Engine { get; } = engine;

    internal TrackerChange Changes { get; private set; }

    /// <summary>Whoever waits for such a change, in this process or another, is woken when it is committed.</summary>
    internal void Tell(TrackerChange changes) => Changes |= changes;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite neither compares nor sorts a DateTimeOffset; milliseconds do both on every provider.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<RunStatus>().HaveConversion<string>();
        configurationBuilder.Properties<StepStatus>().HaveConversion<string>();
        configurationBuilder.Properties<AttemptStatus>().HaveConversion<string>();
        configurationBuilder.Properties<StepHost>().HaveConversion<string>();
        configurationBuilder.Properties<FailureReason>().HaveConversion<string>();
        configurationBuilder.Properties<AuditLevel>().HaveConversion<string>();
        configurationBuilder.Properties<AuditVerdict>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TrackerContext).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        Engine.Configure(modelBuilder);
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
