using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class StepSeriesConfiguration : IEntityTypeConfiguration<StepSeries>
{
    public void Configure(EntityTypeBuilder<StepSeries> series)
    {
        series.ToTable("metric_series").HasKey(row => row.Id);
        series.HasIndex(row => new { row.StepKey, row.Name }).IsUnique();
        series.HasIndex(row => row.StepKey, "IX_metric_series_hot").HasFilter("\"is_hot\"");
        series.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Cascade);
    }
}
