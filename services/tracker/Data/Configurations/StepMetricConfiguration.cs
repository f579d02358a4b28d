using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class StepMetricConfiguration : IEntityTypeConfiguration<StepMetric>
{
    public void Configure(EntityTypeBuilder<StepMetric> metric)
    {
        metric.ToTable("step_metrics").HasKey(row => new { row.StepKey, row.Name, row.At });
        metric.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Cascade);
    }
}
