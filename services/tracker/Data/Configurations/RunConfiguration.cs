using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeakToStrong.Methods.Auditing;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<Run>
{
    // As the lists ask for them, so that neither they nor their counts look at the runs that execute audits.
    private const string Experiments = $"\"task\" <> '{AuditExperiment.TaskName}'";

    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.ToTable("runs").HasKey(row => row.Id);
        run.HasIndex(row => new { row.CreatedAt, row.Id }).IsDescending(true, false).HasFilter(Experiments);
        run.HasIndex(row => new { row.Name, row.CreatedAt }).IsDescending(false, true).HasFilter(Experiments);
        run.HasIndex(row => new { row.Status, row.CreatedAt }).IsDescending(false, true).HasFilter(Experiments);
        run.HasIndex(row => row.FinishedAt).HasFilter(Experiments);
        run.HasIndex(row => row.CreatedAt, "IX_runs_unfinished").HasFilter("\"status\" IN ('Queued', 'Running')");
    }
}
