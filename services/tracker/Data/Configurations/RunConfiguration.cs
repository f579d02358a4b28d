using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.ToTable("runs").HasKey(row => row.Id);
        run.HasIndex(row => new { row.CreatedAt, row.Id }).IsDescending(true, false);
        run.HasIndex(row => new { row.Name, row.CreatedAt }).IsDescending(false, true);
        run.HasIndex(row => new { row.Status, row.CreatedAt }).IsDescending(false, true);
        run.HasIndex(row => row.CreatedAt, "IX_runs_unfinished").HasFilter("\"status\" IN ('Queued', 'Running')");
    }
}
